package org.superlance.listener.crash;

import java.time.Duration;
import java.util.Optional;

/**
 * What could be found out about a failure afterwards.
 *
 * @param cause such as {@code exit status 7} or {@code terminated by SIGKILL}; empty if it cannot be known
 * @param uptime how long it had run, where that is known
 * @param outOfMemory whether it was likely killed for memory
 * @param logTail the last lines of its log, as asked for; empty for none
 */
public record FailureDetails(Optional<String> cause, Optional<Duration> uptime, boolean outOfMemory, String logTail) {

    /** Nothing could be found out. */
    public static final FailureDetails UNKNOWN = new FailureDetails(Optional.empty(), Optional.empty(), false, "");

    /** For people: never empty, and never a guess. */
    public String causeOrUnknown() {
        return cause.orElse("exit status unknown") + (outOfMemory ? ", likely killed for memory" : "");
    }
}
