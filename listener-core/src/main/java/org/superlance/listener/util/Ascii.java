package org.superlance.listener.util;

/**
 * Characters of ASCII in text from outside, told without {@code java.util.regex}: the first pattern of a process costs it
 * some 200 KB, and what an idle listener reads has none.
 */
public final class Ascii {

    public static final String DIGITS = "0123456789";
    public static final String UPPER_CASE = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    public static final String LOWER_CASE = "abcdefghijklmnopqrstuvwxyz";
    public static final String LETTERS = UPPER_CASE + LOWER_CASE;

    /** What <code>\s</code> is in a regular expression. */
    public static final String WHITE_SPACE = " \t\n\u000B\f\r";

    private Ascii() {}

    /** Whether the text has at least one character, and none but these. */
    public static boolean consistsOf(String text, String characters) {
        return !text.isEmpty() && endOf(text, characters, 0) == text.length();
    }

    /** The same for a text of at most {@code max} characters. */
    public static boolean consistsOf(String text, String characters, int max) {
        return text.length() <= max && consistsOf(text, characters);
    }

    /**
     * Whether the text is what the shape shows, such as {@code dd:dd}.
     *
     * @param shape with a d for each digit, and all other characters as they are
     */
    public static boolean hasShape(String text, String shape) {
        return text.length() == shape.length() && startsWithShape(text, shape);
    }

    /**
     * Whether the text begins with what the shape shows, such as {@code dddd-dd-dd}.
     *
     * @param shape with a d for each digit, and all other characters as they are
     */
    public static boolean startsWithShape(String text, String shape) {
        if (text.length() < shape.length()) {
            return false;
        }
        for (int i = 0; i < shape.length(); i++) {
            char expected = shape.charAt(i);
            char found = text.charAt(i);
            if (expected == 'd' ? found < '0' || found > '9' : found != expected) {
                return false;
            }
        }
        return true;
    }

    /** Where the characters end that begin there and are none but these; the same place if there are none. */
    public static int endOf(String text, String characters, int from) {
        int end = from;
        while (end < text.length() && characters.indexOf(text.charAt(end)) >= 0) {
            end++;
        }
        return end;
    }

    /** Where the first of these characters is; the end of the text if there is none. */
    public static int indexOfAny(String text, String characters, int from) {
        int index = from;
        while (index < text.length() && characters.indexOf(text.charAt(index)) < 0) {
            index++;
        }
        return index;
    }

    /** Whether the text has one of these characters. */
    public static boolean containsAny(String text, String characters) {
        return indexOfAny(text, characters, 0) < text.length();
    }

    /** Whether the text has at least one character, and none but visible ones of ASCII: no space, and no control. */
    public static boolean isVisible(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) <= ' ' || text.charAt(i) >= 0x7f) {
                return false;
            }
        }
        return !text.isEmpty();
    }
}
