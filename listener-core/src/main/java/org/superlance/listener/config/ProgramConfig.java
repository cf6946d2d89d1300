package org.superlance.listener.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.superlance.listener.process.Signal;
import org.superlance.listener.process.UserAccounts;

/**
 * One process of a {@code [program:x]} or {@code [eventlistener:x]}, everything expanded.
 *
 * @param name its name in its group
 * @param command the command line as written
 * @param environment added to the environment of the server
 * @param serverUrl overrides {@code SUPERVISOR_SERVER_URL} of the process
 * @param priority lower priorities are started first and stopped last
 */
public record ProgramConfig(
        String name,
        String command,
        Execution execution,
        Map<String, String> environment,
        Optional<String> serverUrl,
        int priority,
        Starting starting,
        Stopping stopping,
        Output output) {

    public ProgramConfig {
        environment = Map.copyOf(environment);
    }

    /**
     * How the command is run.
     *
     * @param words the command and its arguments
     * @param umask in octal digits
     * @param user empty for that of the server
     */
    public record Execution(
            List<String> words, Optional<Path> directory, Optional<String> umask, Optional<UserAccounts.Account> user) {

        public Execution {
            words = List.copyOf(words);
        }
    }

    /** Whether the process is restarted after it has exited by itself. */
    public enum Restart {
        ALWAYS,
        UNEXPECTED,
        NEVER
    }

    /**
     * When it is started.
     *
     * @param automatic whether it is started with the server
     * @param seconds how long it must run to count as started
     * @param retries how often a failed start is retried before FATAL
     * @param expected the expected exit statuses, as listed
     */
    public record Starting(boolean automatic, Restart restart, Duration seconds, int retries, List<Integer> expected) {

        public Starting {
            expected = List.copyOf(expected);
        }
    }

    /**
     * How it is stopped.
     *
     * @param stopWait the time until it is killed
     * @param stopGroup whether the signal is sent to its process group
     * @param killGroup whether its process group is killed
     */
    public record Stopping(Signal signal, Duration stopWait, boolean stopGroup, boolean killGroup) {}

    /** @param together whether stderr is redirected to stdout */
    public record Output(boolean together, LogConfig stdout, LogConfig stderr) {}
}
