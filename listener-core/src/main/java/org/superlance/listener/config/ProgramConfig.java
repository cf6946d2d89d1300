package org.superlance.listener.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.superlance.listener.process.Signal;

/**
 * One process of a {@code [program:x]} or {@code [eventlistener:x]}, everything expanded.
 *
 * @param name in its group
 * @param command as it is written, for people
 * @param environment what is added to ours
 * @param serverUrl what the process is told of us, in place of where we listen
 * @param priority the smaller, the earlier it is started and the later it is stopped
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
     * As what the command is run.
     *
     * @param words the command and its arguments
     * @param umask in octal digits
     * @param user a name or a number
     */
    public record Execution(
            List<String> words, Optional<Path> directory, Optional<String> umask, Optional<String> user) {

        public Execution {
            words = List.copyOf(words);
        }
    }

    /** What is to happen after the process has ended by itself. */
    public enum Restart {
        ALWAYS,
        UNEXPECTED,
        NEVER
    }

    /**
     * When it is started.
     *
     * @param automatic without being asked
     * @param seconds a process that runs so long has been started
     * @param retries how often a start that failed is tried again at once
     * @param expected the exit statuses that are no crash
     */
    public record Starting(boolean automatic, Restart restart, Duration seconds, int retries, Set<Integer> expected) {

        public Starting {
            expected = Set.copyOf(expected);
        }
    }

    /**
     * How it is stopped.
     *
     * @param stopWait after which it is killed
     * @param stopGroup whether its children get the signal too
     * @param killGroup whether its children are killed too
     */
    public record Stopping(Signal signal, Duration stopWait, boolean stopGroup, boolean killGroup) {}

    /** @param together whether stderr goes where stdout goes */
    public record Output(boolean together, LogConfig stdout, LogConfig stderr) {}
}
