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
public record NextStart(Failures failures, Duration delay, Instant at, String reason) implements Sequel {

    /** The same, at another time. */
    public NextStart movedTo(Instant time) {
        return new NextStart(failures, delay, time, reason);
    }

    @Override
    public String sentence() {
        return reason + (delay.isZero() ? "; next start now" : "; next start in " + Durations.format(delay));
    }
}
