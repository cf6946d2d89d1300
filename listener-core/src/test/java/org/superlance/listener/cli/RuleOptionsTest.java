package org.superlance.listener.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.superlance.listener.restart.HookSettings;
import org.superlance.listener.restart.RestartOrder;
import org.superlance.listener.restart.RestartOrder.Dependency;
import org.superlance.listener.restart.RestartRules;

class RuleOptionsTest {

    private final OptionGroup all = OptionGroup.of("x", "");
    private final RuleOptions options = all.with(new RuleOptions());
    private final ArgumentParser parser = new ArgumentParser(
            all, List.of(), new ByteArrayOutputStream(), new PrintStream(new ByteArrayOutputStream()));

    @Test
    void hasNoHooksUnlessTheyAreGiven() {
        assertThat(rules("--cycles", "2").hooks()).isEmpty();
    }

    @Test
    void readsHooksAndKeepsThemOutOfTheLog() {
        RestartRules rules = rules(
                "--before-restart",
                "drain -p secret",
                "--after-restart",
                "fill",
                "--hook-timeout",
                "90",
                "--require-hook");

        assertThat(rules.hooks())
                .contains(new HookSettings(
                        Optional.of("drain -p secret"), Optional.of("fill"), Duration.ofSeconds(90), true));
        assertThat(parser.describe())
                .isEqualTo("--before-restart *** --after-restart *** --hook-timeout 90 --require-hook");
    }

    @Test
    void readsTheOrder() {
        assertThat(rules("--depends", "web=db,cache", "--restart-dependants").order())
                .contains(new RestartOrder(List.of(Dependency.parse("web=db,cache")), true));
        assertThat(rules("--cycles", "2").order()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--require-hook | --require-hook needs --before-restart",
                "--require-hook --after-restart x | --require-hook needs --before-restart",
                "--hook-timeout 5s | --hook-timeout needs --before-restart or --after-restart",
                "--before-restart x --hook-timeout 0 | --hook-timeout must be greater than 0 and at most 1d",
                "--before-restart x --hook-timeout 2d | --hook-timeout must be greater than 0 and at most 1d",
                "--restart-dependants | --restart-dependants needs --depends",
                "--depends web=db --depends db=web | --depends makes a cycle: web → db → web",
                "--after-restart _ | option '--after-restart': the command is empty or holds a NUL character"
            })
    void saysWhatIsWrong(String line, String sentence) {
        String[] words = line.split(" ", -1);
        for (int i = 0; i < words.length; i++) {
            words[i] = words[i].replace('_', ' ');
        }

        assertThatThrownBy(() -> rules(words))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(sentence);
    }

    private RestartRules rules(String... words) {
        parser.parse(words);
        return options.rules(RestartRules.UNLIMITED);
    }
}
