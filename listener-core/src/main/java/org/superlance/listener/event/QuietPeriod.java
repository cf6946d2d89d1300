package org.superlance.listener.event;

import java.time.Duration;
import java.time.Instant;

/**
 * Waits for the end of a burst of events. supervisord does one thing at a time: whoever asks it what happened while a
 * hundred programs die keeps it from handing their events over, until its buffer is full and it discards them.
 */
public final class QuietPeriod {

    /** How long nothing has come when a burst is over. */
    public static final Duration QUIET_TIME = Duration.ofMillis(500);

    private static final Duration MAX_WAIT = Duration.ofSeconds(5);

    private Instant first = Instant.MIN;
    private Instant last = Instant.MIN;

    /** An event has come. */
    public synchronized void onEvent(Instant now) {
        if (hasElapsed(now)) {
            first = now;
        }
        last = now;
    }

    /** Whether nothing has come for a moment, or it would take too long to wait for that. */
    public synchronized boolean hasElapsed(Instant now) {
        return !now.isBefore(last.plus(QUIET_TIME)) || !now.isBefore(first.plus(MAX_WAIT));
    }
}
