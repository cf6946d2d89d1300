package org.superlance.listener.util;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How durations are written on a command line and in a log line. */
public final class Durations {

    private static final Pattern TEXT = Pattern.compile("(\\d+(?:\\.\\d+)?) ?(ms|[smhd]?)", Pattern.CASE_INSENSITIVE);
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
        Matcher matcher = TEXT.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text
                    + "' is not a duration; write seconds, or a number with s, m, h or d, such as 90s or 2d");
        }
        long unit = requireNonNull(MILLIS.get(matcher.group(2).toLowerCase(Locale.ROOT)));
        BigDecimal millis = new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(unit));
        if (millis.compareTo(MAX) > 0) {
            throw new IllegalArgumentException("'" + text + "' is longer than a hundred years");
        }
        return Duration.ofMillis(millis.longValue());
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
        return whole ? seconds + "s" : String.format(Locale.ROOT, "%.1fs", millis / 1_000.0);
    }

    private static String two(long large, String largeUnit, long small, String smallUnit) {
        return large + largeUnit + (small == 0 ? "" : small + smallUnit);
    }
}
