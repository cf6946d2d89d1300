package org.superlance.crashsms;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.superlance.listener.runtime.CommandContext;
import org.superlance.listener.testkit.CommandLineFixture;

class CrashsmsCommandLineTest extends CommandLineFixture {

    @Override
    protected int command(CommandContext context, String... arguments) {
        return Crashsms.run(context, arguments);
    }

    @Test
    void takesTheOptionsOfAllThatTellInBatches() {
        int status = listen("-t", "a@example.com", "-f", "b@example.com", "-i", "0.5", "--state-dir", "target/state");

        assertThat(status).isZero();
        assertThat(out).hasToString("READY\n");
        assertThat(err).asString().doesNotContain("Usage:");
    }

    @Test
    void refusesWithOneSentenceBeforeItIsReady() {
        int status = listen("-f", "b@example.com");

        assertThat(status).isEqualTo(2);
        assertThat(out).asString().isEmpty();
        assertThat(err)
                .asString()
                .startsWith("crashsms: option -t/--toEmail is required")
                .contains("Usage: crashsms");
    }

    @Test
    void explainsItselfToAPerson() {
        int status = run(Map.of(), true, "-t", "a@example.com", "-f", "b@example.com");

        assertThat(status).isEqualTo(2);
        assertThat(err).asString().contains("[eventlistener:crashsms]").contains("events=PROCESS_STATE_EXITED");
    }
}
