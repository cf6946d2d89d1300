package org.superlance.listener.util;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An amount of memory or storage in bytes. Suffixes are powers of 1024, as in superlance.
 *
 * @param bytes never negative
 */
public record ByteSize(long bytes) implements Comparable<ByteSize> {

    private static final Pattern TEXT =
            Pattern.compile("(\\d+(?:\\.\\d+)?) ?(?:([KMGT])(?:B|iB?)?|B)?", Pattern.CASE_INSENSITIVE);
    private static final List<String> UNITS = List.of("", "K", "M", "G", "T");

    public ByteSize {
        if (bytes < 0) {
            throw new IllegalArgumentException("negative size: " + bytes);
        }
    }

    public static ByteSize ofBytes(long bytes) {
        return new ByteSize(bytes);
    }

    public static ByteSize ofKilobytes(long kilobytes) {
        return new ByteSize(Math.multiplyExact(kilobytes, 1024L));
    }

    /**
     * Reads an amount such as {@code 200MB}, {@code 200MiB}, {@code 1.5 gb}, {@code 64K} or {@code 1048576}.
     *
     * @throws IllegalArgumentException with a sentence for people if the text is not an amount greater than 0
     */
    public static ByteSize parse(String text) {
        Matcher matcher = TEXT.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a size; write a number with KB, MB, GB or TB, such as 200MB");
        }
        try {
            String unit = matcher.group(2) == null ? "" : matcher.group(2).toUpperCase(Locale.ROOT);
            long bytes = amount(matcher.group(1), unit(UNITS.indexOf(unit)));
            if (bytes == 0) {
                throw new IllegalArgumentException("'" + text + "' is out of range; a size must be greater than 0");
            }
            return new ByteSize(bytes);
        } catch (ArithmeticException | NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is larger than any memory", e);
        }
    }

    /** The first use of a big decimal costs a listener that starts with Java 25 a quarter of its time. */
    private static long amount(String number, long unit) {
        return number.indexOf('.') < 0
                ? Math.multiplyExact(Long.parseLong(number), unit)
                : new BigDecimal(number)
                        .multiply(BigDecimal.valueOf(unit))
                        .setScale(0, RoundingMode.DOWN)
                        .longValueExact();
    }

    private static long unit(int power) {
        return 1L << (10 * power);
    }

    /** The part of this amount, in percent; rounded down. */
    public ByteSize percent(BigDecimal percent) {
        return new ByteSize(BigDecimal.valueOf(bytes)
                .multiply(percent)
                .divide(BigDecimal.valueOf(100), RoundingMode.DOWN)
                .longValue());
    }

    public ByteSize plus(ByteSize other) {
        return new ByteSize(Math.addExact(bytes, other.bytes));
    }

    public boolean isMoreThan(ByteSize other) {
        return bytes > other.bytes;
    }

    @Override
    public int compareTo(ByteSize other) {
        return Long.compare(bytes, other.bytes);
    }

    /** For people: {@code 312.4MB}, {@code 200MB}, {@code 17B}. */
    @Override
    public String toString() {
        int power = 0;
        while (power < UNITS.size() - 1 && bytes >= unit(power + 1)) {
            power++;
        }
        // no format string, whose first use would cost a tenth of the start-up time
        long unit = unit(power);
        long tenths = bytes / unit * 10 + (bytes % unit * 10 + unit / 2) / unit;
        return tenths / 10 + (tenths % 10 == 0 ? "" : "." + tenths % 10) + UNITS.get(power) + "B";
    }
}
