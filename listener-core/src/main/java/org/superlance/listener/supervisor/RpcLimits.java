package org.superlance.listener.supervisor;

import java.time.Duration;

/**
 * How long a call to supervisord may take.
 *
 * @param connect for the connection to be made
 * @param answer for a call that is answered at once, connecting included
 * @param waiting for a call that is answered when a process is up or down: longer than any {@code stopwaitsecs}
 */
public record RpcLimits(Duration connect, Duration answer, Duration waiting) {

    public RpcLimits {
        for (Duration limit : new Duration[] {connect, answer, waiting}) {
            if (limit.isNegative() || limit.isZero()) {
                throw new IllegalArgumentException("a time limit must be positive");
            }
        }
    }

    /** 5 s to connect, 10 s for an answer, 2 h for one that waits. */
    public static RpcLimits standard() {
        return new RpcLimits(Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofHours(2));
    }
}
