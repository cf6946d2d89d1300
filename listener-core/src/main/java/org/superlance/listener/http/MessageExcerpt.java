package org.superlance.listener.http;

/** Text from outside, made fit for a sentence: of bounded length and without control characters. */
public final class MessageExcerpt {

    private static final int MAX_LENGTH = 200;

    private MessageExcerpt() {}

    /** At most 200 characters of the text, each control character replaced by a question mark. */
    public static String of(String text) {
        StringBuilder printable = new StringBuilder();
        text.codePoints().limit(MAX_LENGTH).map(MessageExcerpt::replaceControl).forEach(printable::appendCodePoint);
        // codePoints are at most as many as chars, so a text that short was taken whole
        return text.length() > MAX_LENGTH && text.codePointCount(0, text.length()) > MAX_LENGTH
                ? printable + "…"
                : printable.toString();
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
}
