package org.superlance.listener.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class OptionGroupTest {

    private final OptionGroup options = OptionGroup.of("some", "Does something.");
    private final Option<String> command =
            options.value(String.class, "--command").defaultValue("cat");
    private final Option<Integer> tail = options.value(Integer.class, "-t", "--tail");
    private final Option<List<Path>> files =
            options.list(Path.class, "-f", "--file").withCommas();
    private final Part part = options.with(new Part());
    private final Option<List<String>> words = options.words();
    private final CommandLine parser = new CommandLine(options.withHelp().spec(), OptionGroup.LISTS);

    OptionGroupTest() {
        parser.setOverwrittenOptionsAllowed(true);
    }

    @Test
    void nothingSaidIsWhatIsUsual() {
        parser.parseArgs();

        assertDefaults();
    }

    private void assertDefaults() {
        assertThat(command.value()).isEqualTo("cat");
        assertThat(tail.isSet()).isFalse();
        assertThat(tail.optional()).isEmpty();
        assertThat(tail.orNull()).isNull();
        assertThatThrownBy(tail::value).hasMessageContaining("no default");
        assertThat(files.value()).isEmpty();
        assertThat(part.lazy.value()).isFalse();
        assertThat(words.value()).isEmpty();
    }

    @Test
    void takesWhatIsSaid() {
        parser.parseArgs("--command=tac", "-t3", "--file", "a,b", "-fc", "-E", "x", "y");

        assertThat(command.value()).isEqualTo("tac");
        assertThat(tail.value()).isEqualTo(3);
        assertThat(files.value()).containsExactly(Path.of("a"), Path.of("b"), Path.of("c"));
        assertThat(part.lazy.value()).isTrue();
        assertThat(words.value()).containsExactly("x", "y");
    }

    @Test
    void aSecondParseKnowsNothingOfTheFirst() {
        parser.parseArgs("--command=tac", "-t3", "--file=a", "-E", "x");
        parser.parseArgs();

        assertDefaults();
    }

    @Test
    void anotherWayToSayItIsTheSame() {
        options.value(String.class, "-s").aliasOf(command);
        CommandLine longer = new CommandLine(options.spec(), OptionGroup.LISTS);

        longer.parseArgs("-s", "tac");
        assertThat(command.value()).isEqualTo("tac");

        longer.parseArgs();
        assertThat(command.value()).isEqualTo("cat");
    }

    @Test
    void ofTwoFlagsThatContradictEachOtherTheLastCounts() {
        parser.parseArgs("-e", "-E");
        assertThat(part.lazy.value()).isTrue();

        parser.parseArgs("-E", "-e");
        assertThat(part.lazy.value()).isFalse();
    }

    @Test
    void theHelpShowsAPartWhereItWasAdded() {
        assertThat(parser.getUsageMessage(CommandLine.Help.Ansi.OFF))
                .containsSubsequence("Does something.", "--file", "-e", "-E", "--help", "--version");
    }

    private static final class Part extends OptionGroup {

        private final Option<Boolean> eager = flag("-e").description("At once.");
        private final Option<Boolean> lazy = flag("-E").description("Later.");

        Part() {
            eager.negates(lazy);
        }
    }
}
