package org.superlance.listener.util;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How durations are written on a command line and in a log line. */
public final class Durations {

    private static final Map<String, Long> MILLIS =
            Map.of("ms", 1L, "", 1_000L, "s", 1_000L, "m", 60_000L, "h", 3_600_000L, "d", 86_400_000L);
    private static final BigDecimal MAX =
            BigDecimal.valueOf(Duration.ofDays(36_500).toMillis());

    private Durations() {}

    /**
     * Reads a duration such as {@code 90}, {@code 90s}, {@code 1.5h} or {@code 2d}; a bare number counts seconds.
     *
     * @throws IllegalArgumentException with a sentence for people if the text is not a duration
     */
    public static Duration parse(String text) {
        String stripped = text.strip();
        int end = endOfNumber(stripped);
        Long unit = unit(stripped.substring(end));
        if (end == 0 || unit == null) {
            throw new IllegalArgumentException("'" + text
                    + "' is not a duration; write seconds, or a number with s, m, h or d, such as 90s or 2d");
        }
        BigDecimal millis = new BigDecimal(stripped.substring(0, end)).multiply(BigDecimal.valueOf(unit));
        if (millis.compareTo(MAX) > 0) {
            throw new IllegalArgumentException("'" + text + "' is longer than a hundred years");
        }
        return Duration.ofMillis(millis.longValue());
    }

    /** Where digits end, with a point and more digits or without; 0 if there are none. */
    private static int endOfNumber(String text) {
        int whole = Ascii.endOf(text, Ascii.DIGITS, 0);
        int fraction = text.startsWith(".", whole) ? Ascii.endOf(text, Ascii.DIGITS, whole + 1) : whole;
        return whole == 0 || fraction == whole + 1 ? whole : fraction;
    }

    /** In milliseconds; null if it is none. */
    private static @Nullable Long unit(String text) {
        return MILLIS.get((text.startsWith(" ") ? text.substring(1) : text).toLowerCase(Locale.ROOT));
    }

    /** From one time to a later one; zero if a clock was set back between them. */
    public static Duration elapsed(Instant from, Instant to) {
        Duration elapsed = Duration.between(from, to);
        return elapsed.isNegative() ? Duration.ZERO : elapsed;
    }

    /** The two largest units that count: {@code 3d4h}, {@code 2h5m}, {@code 12m30s}, {@code 45s}, {@code 0.2s}. */
    public static String format(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        if (seconds >= 86_400) {
            return two(seconds / 86_400, "d", seconds % 86_400 / 3_600, "h");
        }
        if (seconds >= 3_600) {
            return two(seconds / 3_600, "h", seconds % 3_600 / 60, "m");
        }
        if (seconds >= 60) {
            return two(seconds / 60, "m", seconds % 60, "s");
        }
        long millis = Math.max(0, duration.toMillis());
        boolean whole = millis % 1_000 < 50 || seconds >= 10;
        return whole ? seconds + "s" : tenths(millis);
    }

    private static String tenths(long millis) {
        long tenths = (millis + 50) / 100;
        return tenths / 10 + "." + tenths % 10 + "s";
    }

    private static String two(long large, String largeUnit, long small, String smallUnit) {
        return large + largeUnit + (small == 0 ? "" : small + smallUnit);
    }
}
