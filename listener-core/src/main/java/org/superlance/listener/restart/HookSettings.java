package org.superlance.listener.restart;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.superlance.listener.notify.ShellCommandSender;

/**
 * The commands that are run around each restart.
 *
 * @param before for {@code /bin/sh -c}, before the stop
 * @param after for {@code /bin/sh -c}, when the restart has ended
 * @param timeout how long each may take before it is killed
 * @param required whether there is no restart if the one before the stop fails
 */
public record HookSettings(Optional<String> before, Optional<String> after, Duration timeout, boolean required) {

    /** How long a command may take unless an option says something else. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(1);

    private static final Duration MAX_TIMEOUT = Duration.ofDays(1);

    /** @throws IllegalArgumentException with a sentence that names the option which is wrong */
    public HookSettings {
        requireNonNull(timeout, "timeout is null");
        before.ifPresent(line -> check("--before-restart", line));
        after.ifPresent(line -> check("--after-restart", line));
        if (timeout.isZero() || timeout.compareTo(MAX_TIMEOUT) > 0) {
            throw new IllegalArgumentException("--hook-timeout must be greater than 0 and at most 1d");
        }
        if (required && before.isEmpty()) {
            throw new IllegalArgumentException("--require-hook needs --before-restart");
        }
    }

    private static void check(String option, String line) {
        if (line.isBlank() || line.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                    "option '" + option + "': the command is empty or holds a NUL character");
        }
    }

    Optional<ShellCommandSender> beforeCommand() {
        return before.map(line -> new ShellCommandSender("before-restart hook", "--before-restart", line, timeout));
    }

    Optional<ShellCommandSender> afterCommand() {
        return after.map(line -> new ShellCommandSender("after-restart hook", "--after-restart", line, timeout));
    }

    /** Says which of the programs cannot be found, a sentence each. */
    public List<String> probe(Map<String, String> environment) throws InterruptedException {
        List<String> missing = new ArrayList<>();
        for (Optional<ShellCommandSender> command : List.of(beforeCommand(), afterCommand())) {
            if (command.isPresent()) {
                missing.addAll(command.get().probe(environment));
            }
        }
        return missing;
    }
}
