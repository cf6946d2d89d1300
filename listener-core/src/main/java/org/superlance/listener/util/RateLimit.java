package org.superlance.listener.util;

import java.time.Duration;

/**
 * How many times something may happen within a time.
 *
 * @param count at least 1
 * @param window longer than 0
 */
public record RateLimit(int count, Duration window) {

    private static final String USAGE = "write N/DURATION, at least 1 and a duration, such as 3/1h";

    public RateLimit {
        if (count < 1 || window.isZero() || window.isNegative()) {
            throw new IllegalArgumentException("a limit of nothing; " + USAGE);
        }
    }

    /**
     * Reads {@code N/DURATION}, such as {@code 3/1h}.
     *
     * @throws IllegalArgumentException with a sentence for people if the text is none
     */
    public static RateLimit parse(String text) {
        int slash = text.indexOf('/');
        try {
            int count = Integer.parseInt(text.substring(0, Math.max(0, slash)).strip());
            return new RateLimit(count, Durations.parse(text.substring(slash + 1)));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is not a rate; " + USAGE, e);
        }
    }

    @Override
    public String toString() {
        return count + "/" + Durations.format(window);
    }
}
