package org.superlance.procmon.policy;

import java.time.Duration;
import java.time.Instant;
import org.superlance.listener.util.Durations;

/**
 * The program is to be started again.
 *
 * @param delay how long to wait, jitter included; zero for at once
 * @param at when: {@code delay} after the end of the run, unless it was moved
 */
public record ScheduledRestart(FailureHistory failures, Duration delay, Instant at, String reason)
        implements RestartDecision {

    /** The same, at another time. */
    public ScheduledRestart movedTo(Instant time) {
        return new ScheduledRestart(failures, delay, time, reason);
    }

    @Override
    public String sentence() {
        return reason + (delay.isZero() ? "; next start now" : "; next start in " + Durations.format(delay));
    }
}
