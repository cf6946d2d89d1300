package org.superlance.listener.util;

import java.util.function.IntUnaryOperator;

/**
 * Text from outside, made harmless for a terminal, a log line and a mail. What is replaced becomes U+FFFD, and a question
 * mark in what is quoted within a sentence.
 */
public final class TextSanitizer {

    private static final int MAX_EXCERPT = 200;
    private static final char REPLACEMENT = '\uFFFD';
    private static final String BIDI_CONTROLS =
            "\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069\u200E\u200F\u061C";
    private static final String ELLIPSIS = "\u2026";
    private static final String BREAKS = Ascii.WHITE_SPACE + "\0\u0085\u2028\u2029";

    private static final String NOT_IN_LOGINS = Ascii.WHITE_SPACE + "/@";

    private TextSanitizer() {}

    /** One line of at most {@code max} characters; breaks of all kinds become one space. */
    public static String singleLine(String text, int max) {
        String head = text.length() > 4 * max ? text.substring(0, 4 * max) : text;
        String line = sanitize(joined(head)).strip();
        boolean cut = line.length() > max || head.length() < text.length();
        return cut ? start(line, max - ELLIPSIS.length()) + ELLIPSIS : line;
    }

    /** The same, but of a longer line the first third and the end are kept. */
    public static String singleLineWithEnd(String text, int max) {
        String line = sanitize(joined(text)).strip();
        if (line.length() <= max) {
            return line;
        }
        String head = start(line, max / 3);
        int from = line.length() - (max - head.length() - ELLIPSIS.length());
        return head + ELLIPSIS + line.substring(Character.isLowSurrogate(line.charAt(from)) ? from + 1 : from);
    }

    /** Lines that end with a line feed, of at most {@code max} characters in all; says how many were cut off. */
    public static String multiLine(String text, int max) {
        return sanitize(truncate(text, max).replace("\r\n", "\n").replace('\r', '\n'));
    }

    /** The text as it is, of at most {@code max} characters and a line that says how many were cut off. */
    public static String truncate(String text, int max) {
        String head = start(text, max);
        int cut = text.length() - head.length();
        return cut == 0 ? text : head + "\n[" + cut + " characters were cut off here]\n";
    }

    /** At most 200 characters of the text for a sentence, each control character replaced by a question mark. */
    public static String excerpt(String text) {
        String head = text.length() > MAX_EXCERPT && text.codePointCount(0, text.length()) > MAX_EXCERPT
                ? text.substring(0, text.offsetByCodePoints(0, MAX_EXCERPT)) + ELLIPSIS
                : text;
        return printable(head);
    }

    /** The text with {@code ***} in place of the login of each URL: {@code https://***@host}. */
    public static String withoutLogins(String text) {
        StringBuilder shown = new StringBuilder(text.length());
        int copied = 0;
        for (int start = text.indexOf("://"); start >= 0; start = text.indexOf("://", start + 3)) {
            int end = Ascii.indexOfAny(text, NOT_IN_LOGINS, start + 3);
            if (end < text.length() && text.charAt(end) == '@') {
                shown.append(text, copied, start + 3).append("***");
                copied = end;
            }
        }
        return shown.append(text, copied, text.length()).toString();
    }

    /** The text with a question mark for each character that controls the line or how it is shown. */
    public static String printable(String text) {
        return map(text, TextSanitizer::replaceControl);
    }

    /** The text with one space for each run of breaks. Without a pattern: every tick passes here. */
    private static String joined(String text) {
        StringBuilder line = new StringBuilder(text.length());
        boolean isBreak = false;
        for (int i = 0; i < text.length(); i++) {
            boolean wasBreak = isBreak;
            isBreak = BREAKS.indexOf(text.charAt(i)) >= 0;
            if (!isBreak) {
                line.append(text.charAt(i));
            } else if (!wasBreak) {
                line.append(' ');
            }
        }
        return line.toString();
    }

    /** Not a stream of its characters: every start and tick passes here. */
    private static String map(String text, IntUnaryOperator mapper) {
        StringBuilder mapped = new StringBuilder(text.length());
        for (int i = 0, c; i < text.length(); i += Character.charCount(c)) {
            c = text.codePointAt(i);
            mapped.appendCodePoint(mapper.applyAsInt(c));
        }
        return mapped.toString();
    }

    private static int replaceControl(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> '?';
            default -> character;
        };
    }

    private static String start(String text, int length) {
        int end = Math.min(Math.max(length, 0), text.length());
        boolean splits = end > 0 && end < text.length() && Character.isHighSurrogate(text.charAt(end - 1));
        return text.substring(0, splits ? end - 1 : end);
    }

    private static String sanitize(String text) {
        return map(text, c -> isUnsafe(c) ? REPLACEMENT : c);
    }

    private static boolean isUnsafe(int c) {
        boolean control = Character.isISOControl(c) && c != '\n' && c != '\t';
        return control || Character.getType(c) == Character.SURROGATE || isBidiControl(c);
    }

    /** Characters that reorder what a reader sees, and so make one name look like another. */
    private static boolean isBidiControl(int c) {
        return BIDI_CONTROLS.indexOf(c) >= 0;
    }
}
