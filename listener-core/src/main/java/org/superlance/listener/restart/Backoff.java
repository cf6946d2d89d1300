package org.superlance.listener.restart;

import java.time.Duration;

/**
 * Growing delays: each is {@code factor} times the one before, up to a longest.
 *
 * @param first the delay after the first attempt
 * @param factor at least 1
 * @param longest no delay is longer
 */
public record Backoff(Duration first, double factor, Duration longest) {

    /** Between two looks at a process that is stopping or starting. */
    static final Backoff WATCHING = new Backoff(Duration.ofMillis(100), 1.4, Duration.ofSeconds(3));

    /** Between two attempts to start a process that does not start. */
    static final Backoff STARTING = new Backoff(Duration.ofSeconds(1), 2, Duration.ofMinutes(5));

    /** The delay after so many attempts. */
    public Duration after(int attempts) {
        double millis = first.toMillis() * Math.pow(factor, Math.max(0, attempts - 1));
        return millis >= longest.toMillis() ? longest : Duration.ofMillis((long) millis);
    }
}
