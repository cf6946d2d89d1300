package org.superlance.listener.supervisor;

import java.time.Duration;

/**
 * How long a call to supervisord may take.
 *
 * @param connect for the connection to be made
 * @param response for a call that is answered at once, connecting included
 * @param blocking for a call that is answered when a process is up or down: longer than any {@code stopwaitsecs}
 */
public record RpcTimeouts(Duration connect, Duration response, Duration blocking) {

    public RpcTimeouts {
        for (Duration limit : new Duration[] {connect, response, blocking}) {
            if (limit.isNegative() || limit.isZero()) {
                throw new IllegalArgumentException("a time limit must be positive");
            }
        }
    }

    /** 5 s to connect, 10 s for an answer, 2 h for one that waits. */
    public static RpcTimeouts standard() {
        return new RpcTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofHours(2));
    }
}
