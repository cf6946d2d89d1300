package org.superlance.listener.config;

import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Pattern;
import org.superlance.listener.util.Ascii;

/** Text as Python 3 understands it, where Java differs. */
final class PythonText {

    /** Any whole number of fewer digits fits into a long. */
    private static final int MAX_DIGITS = 18;

    /** Compiled for a number that has more than digits, or very many. */
    private static final class Unusual {
        static final Pattern NUMBER = Pattern.compile("[+-]?\\d{1,100}(?:_\\d{1,100}){0,10}");
    }

    private PythonText() {}

    /**
     * Whether it is white space: unlike in Java, the non-breaking spaces that come with text from a web page are.
     *
     * <p>Source: {@code str.isspace}.
     */
    static boolean isSpace(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u0085';
    }

    /** Without white space at both ends. */
    static String strip(String text) {
        return stripStart(stripEnd(text));
    }

    static String stripEnd(String text) {
        int end = text.length();
        while (end > 0 && isSpace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(0, end);
    }

    private static String stripStart(String text) {
        return text.substring(indent(text));
    }

    /** The number of characters of white space that it starts with. */
    static int indent(String text) {
        int start = 0;
        while (start < text.length() && isSpace(text.charAt(start))) {
            start++;
        }
        return start;
    }

    /**
     * The value of a whole number such as {@code -1}, {@code +5} or {@code 1_000}; empty if it is none. What is beyond the
     * range of a long becomes its nearest value: nobody means it exactly.
     */
    static Optional<Long> number(String text) {
        String digits = strip(text);
        if (Ascii.consistsOf(digits, Ascii.DIGITS, MAX_DIGITS)) {
            return Optional.of(Long.parseLong(digits));
        }
        if (!Unusual.NUMBER.matcher(digits).matches()) {
            return Optional.empty();
        }
        BigInteger exact = new BigInteger(digits.replace("_", ""));
        return Optional.of(exact.max(BigInteger.valueOf(Long.MIN_VALUE))
                .min(BigInteger.valueOf(Long.MAX_VALUE))
                .longValue());
    }
}
