package org.superlance.timemon;

import java.time.Duration;
import java.util.Locale;

/** What {@code -n} counts. */
enum Interval {
    SECOND(Duration.ofSeconds(1)),
    MINUTE(Duration.ofMinutes(1)),
    HOUR(Duration.ofHours(1)),
    DAY(Duration.ofDays(1));

    private final Duration length;

    Interval(Duration length) {
        this.length = length;
    }

    /**
     * Reads {@code hour} or {@code hours}.
     *
     * @throws IllegalArgumentException with a sentence for people if the text is no interval
     */
    static Interval parse(String text) {
        String wanted = text.strip().toLowerCase(Locale.ROOT);
        for (Interval interval : values()) {
            if (wanted.equals(interval.toString()) || wanted.equals(interval + "s")) {
                return interval;
            }
        }
        throw new IllegalArgumentException("'" + text + "' is no interval; write second, minute, hour or day");
    }

    /** By the clock on the wall, so that a day has 24 hours also when it has not. */
    Duration length() {
        return length;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
