package org.superlance.listener.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.superlance.listener.runtime.CommandContext;

/** Runs a command in this JVM, with nothing on its stdin, at 2026-11-21T02:54:56Z. */
public abstract class CommandLineFixture {

    private static final Instant NOW = Instant.parse("2026-11-21T02:54:56Z");

    /** What the command has written on its stdout. */
    protected final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** What it has written for people. */
    protected final ByteArrayOutputStream err = new ByteArrayOutputStream();

    /** Runs the command and returns its exit status. */
    protected abstract int command(CommandContext context, String... arguments);

    /** As supervisord starts it; there is nobody at the URL, and no event comes. */
    protected final int listen(String... arguments) {
        Map<String, String> environment = Map.of(
                "SUPERVISOR_SERVER_URL", "http://127.0.0.1:1",
                "SUPERVISOR_PROCESS_NAME", "listener",
                "SUPERVISOR_GROUP_NAME", "listener");
        return run(environment, false, arguments);
    }

    /** @param terminal whether a person has started it */
    protected final int run(Map<String, String> environment, boolean terminal, String... arguments) {
        CommandContext context = new CommandContext(
                new ByteArrayInputStream(new byte[0]),
                out,
                new PrintStream(err, true, StandardCharsets.UTF_8),
                environment,
                Clock.fixed(NOW, ZoneOffset.UTC),
                terminal,
                false,
                task -> {});
        return command(context, arguments);
    }

    /** One sentence for people that names the option and what was expected, then the usage, and nothing else. */
    protected final void assertRefused(String command, int status, String option, String expected) {
        assertThat(status).isEqualTo(2);
        assertThat(out).asString().isEmpty();
        assertThat(err.toString(StandardCharsets.UTF_8).lines().findFirst().orElse(""))
                .startsWith(command + ": ")
                .contains(option)
                .contains(expected);
        assertThat(err).asString().contains("Usage: " + command).doesNotContain("Exception");
    }
}
