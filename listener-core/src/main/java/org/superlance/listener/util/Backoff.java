package org.superlance.listener.util;

import java.time.Duration;

/**
 * Growing delays: each is {@code multiplier} times the one before, up to a longest.
 *
 * @param initial the delay after the first attempt, longer than nothing
 * @param multiplier at least 1
 * @param max no delay is longer; at least {@code initial}
 */
public record Backoff(Duration initial, double multiplier, Duration max) {

    /** What is tried until it succeeds: after 1 s, 2 s, 4 s … 5 minutes. */
    public static final Backoff RETRY = doubling(Duration.ofSeconds(1), Duration.ofMinutes(5));

    public Backoff {
        if (initial.isNegative() || initial.isZero() || max.compareTo(initial) < 0 || !(multiplier >= 1)) {
            throw new IllegalArgumentException("delays must be longer than nothing, and must not shrink");
        }
    }

    /** Each delay is twice the one before. */
    public static Backoff doubling(Duration first, Duration longest) {
        return new Backoff(first, 2, longest);
    }

    /** The delay after so many attempts, counted from 1. */
    public Duration delayAfter(int attempts) {
        double millis = initial.toMillis() * Math.pow(multiplier, Math.max(0, attempts - 1));
        return millis >= max.toMillis() ? max : Duration.ofMillis((long) millis);
    }
}
