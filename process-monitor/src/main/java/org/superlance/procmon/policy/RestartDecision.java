package org.superlance.procmon.policy;

import java.time.Duration;
import java.time.Instant;
import org.superlance.listener.util.Durations;

/** What follows from the end of a run. The log line and the mail print this. */
public sealed interface RestartDecision {

    /** The failures of the program, this one included. */
    FailureHistory failures();

    /** Why, such as {@code ran 0.2s, less than the threshold 1s, failure 3 in a row}. */
    String reason();

    /** The log line, such as {@code failure 3 in a row; next start in 4s}. */
    String sentence();

    /**
     * The program is to be started again.
     *
     * @param delay how long to wait, jitter included; zero for at once
     * @param at when: {@code delay} after the end of the run, unless it was moved
     */
    record ScheduledRestart(FailureHistory failures, Duration delay, Instant at, String reason)
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

    /** The program has failed too often and is not started any more. */
    record GiveUp(FailureHistory failures, String reason) implements RestartDecision {

        @Override
        public String sentence() {
            return reason + "; given up";
        }
    }
}
