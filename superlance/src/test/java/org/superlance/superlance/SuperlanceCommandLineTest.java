package org.superlance.superlance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.superlance.listener.runtime.CommandContext;
import org.superlance.listener.testkit.CommandLineFixture;

class SuperlanceCommandLineTest extends CommandLineFixture {

    @Override
    protected int command(CommandContext context, String... arguments) {
        return Superlance.run(context, arguments);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "memmon",
                "httpok",
                "timemon",
                "oome_monitor",
                "crashmail",
                "crashmailbatch",
                "fatalmailbatch",
                "crashsms"
            })
    void runsTheCommandThatTheFirstWordNames(String name) {
        int status = listen(name, "--help");

        assertThat(status).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("Usage: " + name + " ");
    }

    @Test
    void refusesACommandLineThatNamesNothing() {
        assertRefused(
                "superlance",
                listen(),
                "crashmail",
                "missing FILE with [eventlistener:x] sections, or one of the commands");
    }
}
