package org.superlance.listener.notify;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.StringTokenizer;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.notify.Notifier.DeliveryResult;
import org.superlance.listener.process.CommandExecutor;
import org.superlance.listener.process.CommandExecutor.Limits;
import org.superlance.listener.process.CommandExecutor.Outcome;
import org.superlance.listener.util.Ascii;
import org.superlance.listener.util.Durations;
import org.superlance.listener.util.TextSanitizer;

/**
 * Runs a shell command for each alert: exit status 0 means accepted. After any other status it is tried again; so it is
 * after a command that does not exit in time, which may have accepted the alert. The output of the command goes to the log.
 *
 * @param kind such as {@code mail command}, for messages
 * @param option the option that sets the command
 * @param commandLine for {@code /bin/sh -c}
 * @param limit how long it may take before it is killed with all that it started
 */
public record ShellCommandSender(String kind, String option, String commandLine, Duration limit) {

    private static final int NOT_EXECUTABLE = 126;
    private static final int NOT_FOUND = 127;
    private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration OUTPUT_GRACE = Duration.ofMillis(500);
    private static final int MAX_OUTPUT = 4 << 10;
    /** Compiled when it is needed: a regular expression before READY costs a tenth of the time until then. */
    private static final String PLAIN = "[\\w./@%+,:][\\w./@%+,:-]*";

    private static final String QUOTES = "'\"`$\\";

    public ShellCommandSender {
        requireNonNull(commandLine, "commandLine is null");
        requireNonNull(limit, "limit is null");
    }

    /** What a status other than 0 says about the input of a command. */
    public enum Failure {
        /** It was not accepted. */
        NOT_ACCEPTED,
        /** It may have been accepted. */
        UNCLEAR,
        /** It was accepted nevertheless. */
        ACCEPTED
    }

    /** What the failures of a command say. */
    public interface FailureMeaning {

        /** Every status other than 0 says that nothing was accepted. */
        FailureMeaning NOT_ACCEPTED = (status, output) -> Failure.NOT_ACCEPTED;

        /** No status says that nothing was accepted. */
        FailureMeaning UNCLEAR = (status, output) -> Failure.UNCLEAR;

        /**
         * What a failure says.
         *
         * @param status other than 0; above 128 if a signal has ended it
         * @param output one line
         */
        Failure of(int status, String output);
    }

    /** Runs the command with this input; an interrupt kills it. */
    public DeliveryResult send(byte[] input, Map<String, String> environment, FailureMeaning meaning)
            throws InterruptedException {
        try {
            return result(shell(commandLine, environment, limit).run(input), meaning, "");
        } catch (IOException e) {
            return notStarted(e);
        }
    }

    /**
     * The same in a session of its own.
     *
     * @param about what the log line with its output begins with
     * @param started receives its pid as soon as it runs, on this thread
     */
    DeliveryResult send(
            byte[] input, Map<String, String> environment, FailureMeaning meaning, String about, LongConsumer started)
            throws InterruptedException {
        try {
            CommandExecutor command = shell(commandLine, environment, limit).inOwnSession();
            return result(command.run(input, started), meaning, about + ": ");
        } catch (IOException e) {
            return notStarted(e);
        }
    }

    private DeliveryResult notStarted(IOException e) {
        return DeliveryResult.retry(this + " cannot be run: " + e.getMessage());
    }

    /** It gets this environment and nothing else. */
    private static CommandExecutor shell(String line, Map<String, String> environment, Duration limit) {
        Consumer<Map<String, String>> replacing = ours -> {
            ours.clear();
            ours.putAll(environment);
        };
        return CommandExecutor.ofShell(line, replacing, new Limits(limit, OUTPUT_GRACE, MAX_OUTPUT, false))
                .keepingEnd();
    }

    private DeliveryResult result(Outcome outcome, FailureMeaning meaning, String about) {
        String kept = TextSanitizer.singleLine(outcome.text(), MAX_OUTPUT);
        String output = outcome.isOutputTooLong() ? "\u2026" + kept : kept;
        String said = output.isEmpty() ? "; no output" : "; output: " + output;
        if (outcome.status().isEmpty()) {
            return DeliveryResult.unclear(
                    this + " did not exit within " + Durations.format(limit) + " and was killed" + said);
        }
        int status = outcome.status().getAsInt();
        if (status == NOT_FOUND) {
            return DeliveryResult.retry(this + " does not exist; set another one with " + option + said);
        }
        if (status != 0) {
            String sentence = this + " failed with exit status " + status + said;
            switch (status == NOT_EXECUTABLE ? Failure.NOT_ACCEPTED : meaning.of(status, output)) {
                case NOT_ACCEPTED -> {
                    return DeliveryResult.retry(sentence);
                }
                case UNCLEAR -> {
                    return DeliveryResult.unclear(sentence);
                }
                case ACCEPTED -> {
                    log().info("{} has kept the message, with exit status {}{}", this, status, said);
                    return DeliveryResult.DELIVERED;
                }
            }
        }
        if (!output.isEmpty()) {
            log().info("{}{} output: {}", about, this, output);
        }
        return DeliveryResult.DELIVERED;
    }

    /** Reports a program that does not exist; a command line that only a shell can understand is not checked. */
    public List<String> probe(Map<String, String> environment) throws InterruptedException {
        String program = program();
        if (!program.matches(PLAIN) || commandExists(program, environment)) {
            return List.of();
        }
        return List.of(this + " does not exist or is not executable by this user; install it, or set another one"
                + " with " + option);
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
            log().debug("cannot check whether {} exists: {}", program, e.getMessage());
            return true;
        }
    }

    /** The first word that sets no variable: the others may hold a password. */
    @Override
    public String toString() {
        return kind + " '" + program() + "'";
    }

    private String program() {
        StringTokenizer words = new StringTokenizer(commandLine.strip(), Ascii.WHITE_SPACE);
        while (words.hasMoreTokens()) {
            String word = words.nextToken();
            if (word.indexOf('=') < 0) {
                return TextSanitizer.singleLine(word, 100);
            }
            // a quoted value may have spaces in it, and then the next word is a part of it
            if (Ascii.containsAny(word, QUOTES)) {
                break;
            }
        }
        return "/bin/sh";
    }

    /** Looked up on use: this is created before the listener is ready, and the logging takes a while to be set up. */
    private static Logger log() {
        return LoggerFactory.getLogger(ShellCommandSender.class);
    }
}
