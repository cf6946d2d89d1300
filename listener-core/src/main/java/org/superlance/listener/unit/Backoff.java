package org.superlance.listener.unit;

import java.time.Duration;

/**
 * Growing delays: each is {@code factor} times the one before, up to a longest.
 *
 * @param first the delay after the first attempt, longer than nothing
 * @param factor at least 1
 * @param longest no delay is longer; at least {@code first}
 */
public record Backoff(Duration first, double factor, Duration longest) {

    /** What is tried until it succeeds: after 1 s, 2 s, 4 s … 5 minutes. */
    public static final Backoff UNTIL_IT_SUCCEEDS = doubling(Duration.ofSeconds(1), Duration.ofMinutes(5));

    public Backoff {
        if (first.isNegative() || first.isZero() || longest.compareTo(first) < 0 || !(factor >= 1)) {
            throw new IllegalArgumentException("delays must be longer than nothing, and must not shrink");
        }
    }

    /** Each delay is twice the one before. */
    public static Backoff doubling(Duration first, Duration longest) {
        return new Backoff(first, 2, longest);
    }

    /** The delay after so many attempts, counted from 1. */
    public Duration after(int attempts) {
        double millis = first.toMillis() * Math.pow(factor, Math.max(0, attempts - 1));
        return millis >= longest.toMillis() ? longest : Duration.ofMillis((long) millis);
    }
}
