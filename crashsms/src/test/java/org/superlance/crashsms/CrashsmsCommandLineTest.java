package org.superlance.crashsms;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.superlance.listener.cli.Surroundings;

class CrashsmsCommandLineTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

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
                .startsWith("crashsms: option -t/--toEmail is missing")
                .contains("Usage: crashsms");
    }

    @Test
    void explainsItselfToAPerson() {
        int status = run(Map.of(), true, "-t", "a@example.com", "-f", "b@example.com");

        assertThat(status).isEqualTo(2);
        assertThat(err).asString().contains("[eventlistener:crashsms]").contains("events=PROCESS_STATE_EXITED");
    }

    private int listen(String... arguments) {
        Map<String, String> environment = Map.of(
                "SUPERVISOR_SERVER_URL", "http://127.0.0.1:1",
                "SUPERVISOR_PROCESS_NAME", "crashsms",
                "SUPERVISOR_GROUP_NAME", "crashsms");
        return run(environment, false, arguments);
    }

    private int run(Map<String, String> environment, boolean terminal, String... arguments) {
        Surroundings surroundings = new Surroundings(
                new ByteArrayInputStream(new byte[0]),
                out,
                new PrintStream(err, true, StandardCharsets.UTF_8),
                environment,
                Clock.fixed(Instant.parse("2026-11-21T02:54:56Z"), ZoneOffset.UTC),
                terminal,
                false,
                task -> {});
        return Crashsms.run(surroundings, arguments);
    }
}
