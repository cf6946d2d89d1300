package org.superlance.listener.util;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * An amount of memory or storage in bytes. Suffixes are powers of 1024, as in superlance.
 *
 * @param bytes never negative
 */
public record ByteSize(long bytes) implements Comparable<ByteSize> {

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
        String size = text.strip();
        int end = numberEnd(size);
        int power = end < 0 ? -1 : power(size.substring(end));
        if (power < 0) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a size; write a number with KB, MB, GB or TB, such as 200MB");
        }
        try {
            long bytes = amount(size.substring(0, end), unit(power));
            if (bytes == 0) {
                throw new IllegalArgumentException("'" + text + "' is out of range; a size must be greater than 0");
            }
            return new ByteSize(bytes);
        } catch (ArithmeticException | NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is larger than any memory", e);
        }
    }

    /** Where the number at the begin ends; -1 if there is none. A regular expression would cost a tenth of the start-up time. */
    private static int numberEnd(String text) {
        int whole = digitsEnd(text, 0);
        if (whole == 0 || whole == text.length() || text.charAt(whole) != '.') {
            return whole == 0 ? -1 : whole;
        }
        int end = digitsEnd(text, whole + 1);
        return end == whole + 1 ? -1 : end;
    }

    private static int digitsEnd(String text, int begin) {
        int end = begin;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        return end;
    }

    /** The power of 1024 that a unit such as {@code MB}, {@code m} or {@code MiB} is; -1 if it is none. */
    private static int power(String unit) {
        if (!StandardCharsets.US_ASCII.newEncoder().canEncode(unit)) {
            // other letters may become those of a unit in upper case
            return -1;
        }
        String upper = (unit.startsWith(" ") ? unit.substring(1) : unit).toUpperCase(Locale.ROOT);
        if (upper.equals("B")) {
            return 0;
        }
        String letter = upper.isEmpty() ? "" : upper.substring(0, 1);
        return List.of("", "B", "I", "IB").contains(upper.substring(letter.length())) ? UNITS.indexOf(letter) : -1;
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
