package org.superlance.listener.crash;

import java.time.Duration;
import java.util.Optional;

/**
 * What could be found out about a failure afterwards.
 *
 * @param cause such as {@code exit status 7} or {@code terminated by SIGKILL}; empty if it cannot be known
 * @param uptime how long it had run, where that is known
 * @param outOfMemory whether it was likely killed for memory
 * @param logTail the last lines of its log, as asked for, or a sentence why there are none; empty for none
 * @param unknown what to say where there is no cause, such as {@code exit status unknown (supervisord's log is not a file)}
 */
public record FailureDetails(
        Optional<String> cause, Optional<Duration> uptime, boolean outOfMemory, String logTail, String unknown) {

    private static final String NO_CAUSE = "exit status unknown";

    /** Nothing could be found out. */
    public static final FailureDetails UNKNOWN = new FailureDetails(Optional.empty(), Optional.empty(), false, "");

    /** One that does not say why there is no cause. */
    public FailureDetails(Optional<String> cause, Optional<Duration> uptime, boolean outOfMemory, String logTail) {
        this(cause, uptime, outOfMemory, logTail, NO_CAUSE);
    }

    FailureDetails withLogTail(String tail) {
        return new FailureDetails(cause, uptime, outOfMemory, tail, unknown);
    }

    /** For people: never empty, and never a guess. */
    public String causeOrUnknown() {
        return cause.orElse(unknown) + (outOfMemory ? ", likely killed for memory" : "");
    }
}
