package org.superlance.httpok;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** When a check must have its answer. */
final class ProbeDeadline {

    private static final Duration RETRY_INTERVAL = Duration.ofSeconds(1);
    /** The least time for the last attempt. */
    private static final Duration MIN_ATTEMPT_TIME = Duration.ofMillis(50);

    private final long end;

    private ProbeDeadline(long end) {
        this.end = end;
    }

    static ProbeDeadline in(Duration limit) {
        return new ProbeDeadline(System.nanoTime() + limit.toNanos());
    }

    boolean isOver() {
        return end - System.nanoTime() <= 0;
    }

    /** At least a millisecond, because no time at all is no time limit for a client. */
    Duration left() {
        Duration left = Duration.ofNanos(end - System.nanoTime());
        return left.compareTo(Duration.ofMillis(1)) < 0 ? Duration.ofMillis(1) : left;
    }

    /** Waits until the next attempt is due; false if there is no time for one, or the thread is interrupted. */
    boolean awaitNextAttempt() {
        long now = System.nanoTime();
        long latest = end - MIN_ATTEMPT_TIME.toNanos();
        if (latest - now <= 0) {
            return false;
        }
        long next = now + Math.min(RETRY_INTERVAL.toNanos(), latest - now);
        for (long left = next - now; left > 0; left = next - System.nanoTime()) {
            LockSupport.parkNanos(this, left);
            if (Thread.currentThread().isInterrupted()) {
                return false;
            }
        }
        return true;
    }
}
