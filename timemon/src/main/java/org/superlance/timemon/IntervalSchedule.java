package org.superlance.timemon;

import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;

/**
 * Slots of equal length, counted from the midnight in which 1970 began. Where the length divides a day, one of them
 * begins at every midnight; where it does not, they go on evenly over midnight.
 */
record IntervalSchedule(int number, Interval interval) implements Schedule {

    private static final Duration MAX_LENGTH = Duration.ofDays(36_500);

    /** @throws IllegalArgumentException with a sentence for people if that length is out of range */
    IntervalSchedule {
        if (number < 1) {
            throw new IllegalArgumentException("-n " + number + " is out of range: it must be at least 1");
        }
        if (interval.length().multipliedBy(number).compareTo(MAX_LENGTH) > 0) {
            throw new IllegalArgumentException("-n " + number + " is out of range: " + number + " " + interval
                    + "s are longer than a hundred" + " years");
        }
    }

    @Override
    public Optional<LocalDateTime> latest(LocalDateTime after, LocalDateTime upTo) {
        return Optional.of(beginOfSlotAt(upTo)).filter(begin -> begin.isAfter(after));
    }

    @Override
    public Optional<LocalDateTime> next(LocalDateTime after) {
        return Optional.of(beginOfSlotAt(after).plusSeconds(seconds()));
    }

    @Override
    public String toString() {
        return number == 1 ? "every " + interval : "every " + number + " " + interval + "s";
    }

    private LocalDateTime beginOfSlotAt(LocalDateTime time) {
        long slot = Math.floorDiv(time.toEpochSecond(ZoneOffset.UTC), seconds());
        return LocalDateTime.ofEpochSecond(slot * seconds(), 0, ZoneOffset.UTC);
    }

    private long seconds() {
        return interval.length().toSeconds() * number;
    }

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
            throw new IllegalArgumentException("'" + text + "' is not an interval; write second, minute, hour or day");
        }

        /** In local time, so that a day always has 24 hours. */
        Duration length() {
            return length;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
