package org.superlance.listener.event;

import java.time.Duration;
import java.time.Instant;

/**
 * Detects the end of a burst of events. supervisord is single-threaded: a client that queries it while a hundred programs
 * die delays the delivery of their events, until the buffer is full and events are discarded.
 */
public final class QuietPeriod {

    /** The time without events after which a burst is over. */
    public static final Duration QUIET_TIME = Duration.ofMillis(500);

    private static final Duration MAX_WAIT = Duration.ofSeconds(5);

    private Instant first = Instant.MIN;
    private Instant last = Instant.MIN;

    /** An event has arrived. */
    public synchronized void onEvent(Instant now) {
        if (hasElapsed(now)) {
            first = now;
        }
        last = now;
    }

    /** Whether the burst is over, or has lasted too long to wait for its end. */
    public synchronized boolean hasElapsed(Instant now) {
        // who is before the last event has a clock that was set back, and would wait for as long as that
        return now.isBefore(last) || !now.isBefore(last.plus(QUIET_TIME)) || !now.isBefore(first.plus(MAX_WAIT));
    }
}
