package org.superlance.listener.alert;

import java.time.Duration;

/**
 * How long to wait after a failed delivery: twice as long each time.
 *
 * @param first the wait after the first failure
 * @param longest the wait never grows beyond this
 */
public record RetryPolicy(Duration first, Duration longest) {

    /** 1 s, 2 s, 4 s … 5 minutes. */
    public static final RetryPolicy DEFAULT = new RetryPolicy(Duration.ofSeconds(1), Duration.ofMinutes(5));

    public RetryPolicy {
        if (first.isNegative() || first.isZero() || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException("waits must be longer than nothing, and must not shrink");
        }
    }

    /** The wait after this many failures in a row, counted from 1. */
    public Duration delayAfter(int failures) {
        Duration delay = first;
        for (int i = 1; i < failures && delay.compareTo(longest) < 0; i++) {
            delay = delay.multipliedBy(2);
        }
        return delay.compareTo(longest) < 0 ? delay : longest;
    }
}
