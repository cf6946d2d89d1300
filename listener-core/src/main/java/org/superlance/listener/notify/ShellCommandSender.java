package org.superlance.listener.notify;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.notify.Notifier.DeliveryResult;
import org.superlance.listener.process.CommandExecutor;
import org.superlance.listener.process.CommandExecutor.Limits;
import org.superlance.listener.process.CommandExecutor.Outcome;
import org.superlance.listener.util.Durations;
import org.superlance.listener.util.TextSanitizer;

/**
 * Hands alerts to a shell command: status 0 means accepted; any other status, and a command that does not end in time,
 * are tried again. What the command prints goes to the log.
 *
 * @param kind what kind of command it is, for sentences
 * @param option what names the command on our command line
 * @param commandLine for {@code /bin/sh -c}
 * @param limit how long it may take before it is killed with all that it started
 */
public record ShellCommandSender(String kind, String option, String commandLine, Duration limit) {

    private static final int NOT_FOUND = 127;
    private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration OUTPUT_GRACE = Duration.ofMillis(500);
    private static final int MAX_OUTPUT = 4 << 10;
    private static final Pattern PLAIN = Pattern.compile("[\\w./@%+,:][\\w./@%+,:-]*");
    private static final Pattern QUOTED = Pattern.compile(".*['\"`$\\\\].*");

    public ShellCommandSender {
        requireNonNull(commandLine, "commandLine is null");
        requireNonNull(limit, "limit is null");
    }

    /** Runs the command with this input; an interrupt kills it. */
    public DeliveryResult send(byte[] input, Map<String, String> environment) throws InterruptedException {
        try {
            return result(shell(commandLine, environment, limit).run(input));
        } catch (IOException e) {
            return DeliveryResult.retry("The " + this + " could not be run: " + e.getMessage() + ".");
        }
    }

    /** It gets this environment and nothing else. */
    private static CommandExecutor shell(String line, Map<String, String> environment, Duration limit) {
        Consumer<Map<String, String>> replacing = ours -> {
            ours.clear();
            ours.putAll(environment);
        };
        return CommandExecutor.ofShell(line, replacing, new Limits(limit, OUTPUT_GRACE, MAX_OUTPUT, false));
    }

    private DeliveryResult result(Outcome outcome) {
        String output = TextSanitizer.singleLine(outcome.text(), MAX_OUTPUT);
        String said = output.isEmpty() ? "It said nothing." : "It said: " + output;
        OptionalInt status = outcome.status();
        if (status.isEmpty()) {
            return DeliveryResult.retry(
                    "The " + this + " did not end within " + Durations.format(limit) + " and was killed. " + said);
        }
        if (status.getAsInt() == NOT_FOUND) {
            return DeliveryResult.retry(
                    "The " + this + " does not exist; give another one with " + option + ". " + said);
        }
        if (status.getAsInt() != 0) {
            return DeliveryResult.retry("The " + this + " failed with status " + status.getAsInt() + ". " + said);
        }
        if (!output.isEmpty()) {
            log().info("The {} said: {}", this, output);
        }
        return DeliveryResult.DELIVERED;
    }

    /** The program, if the command line names one that is not there; what only a shell can understand is taken to be. */
    public List<String> probe(Map<String, String> environment) throws InterruptedException {
        String program = program();
        if (!PLAIN.matcher(program).matches() || commandExists(program, environment)) {
            return List.of();
        }
        return List.of("The " + this + " is not there, or this user may not execute it; install it, or give another one"
                + " with " + option + ".");
    }

    private static boolean commandExists(String program, Map<String, String> environment) throws InterruptedException {
        if (program.indexOf('/') >= 0) {
            return Files.isRegularFile(Path.of(program)) && Files.isExecutable(Path.of(program));
        }
        try {
            // the shell knows its own commands besides those on the PATH
            OptionalInt status = shell("command -v -- " + program, environment, PROBE_TIMEOUT)
                    .run()
                    .status();
            return status.isEmpty() || status.getAsInt() == 0;
        } catch (IOException e) {
            log().debug("It cannot be seen whether {} is there: {}.", program, e.getMessage());
            return true;
        }
    }

    /** Names the first word that sets no variable: the others may hold a password. */
    @Override
    public String toString() {
        return kind + " '" + program() + "'";
    }

    private String program() {
        String[] words = commandLine.strip().split("\\s+", -1);
        // a quoted value may have spaces in it, and then the next word is a part of it
        boolean unclear = Stream.of(words)
                .takeWhile(word -> word.indexOf('=') >= 0)
                .anyMatch(word -> QUOTED.matcher(word).matches());
        return unclear
                ? "/bin/sh"
                : Stream.of(words)
                        .filter(word -> word.indexOf('=') < 0)
                        .findFirst()
                        .map(word -> TextSanitizer.singleLine(word, 100))
                        .orElse("/bin/sh");
    }

    /** Found when needed: a notifier is made before its listener is ready, and a log takes a while to be set up. */
    private static Logger log() {
        return LoggerFactory.getLogger(ShellCommandSender.class);
    }
}
