package org.superlance.httpok;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.superlance.listener.util.TextSanitizer;

/**
 * Bytes that were written as a text of the command line, with {@code \r \n \t \0 \\} and {@code \xNN}; all else is UTF-8.
 *
 * @param octets each character is a byte
 */
record EscapedText(String octets) {

    private static final Pattern ESCAPE = Pattern.compile("\\\\(?:x([0-9A-Fa-f]{2})|(.)|$)", Pattern.DOTALL);
    private static final String LETTERS = "rnt0\\";
    private static final String MEANINGS = "\r\n\t\0\\";
    private static final Pattern FIRST_WORD = Pattern.compile("\\s*([A-Za-z]{1,10})(?![^\\s\\x00])");
    private static final Pattern SECRET = Pattern.compile("auth|pass|login|token|key|cookie|secret");

    /** @throws IllegalArgumentException with a sentence for people */
    static EscapedText parse(String text) {
        Matcher escape = ESCAPE.matcher(new String(text.getBytes(UTF_8), ISO_8859_1));
        EscapedText parsed = new EscapedText(escape.replaceAll(
                match -> Matcher.quoteReplacement(Character.toString(meaning(match.group(1), match.group(2))))));
        if (parsed.octets.isEmpty()) {
            throw new IllegalArgumentException("the text is empty: leave the option out, or give a text");
        }
        return parsed;
    }

    private static char meaning(String hex, String letter) {
        if (hex != null) {
            return (char) Integer.parseInt(hex, 16);
        }
        int index = letter == null ? -1 : LETTERS.indexOf(letter);
        if (index < 0) {
            throw new IllegalArgumentException(
                    "'\\" + (letter == null ? "" : TextSanitizer.excerpt(letter))
                            + "' is unknown: write \\r, \\n, \\t, \\0, \\xNN with two hexadecimal digits, or \\\\ for a backslash");
        }
        return MEANINGS.charAt(index);
    }

    byte[] bytes() {
        return octets.getBytes(ISO_8859_1);
    }

    boolean isIn(String answer) {
        return answer.contains(octets);
    }

    /** Its first word for a message, if that can only be a command: what follows may be a password. */
    String command() {
        Matcher word = FIRST_WORD.matcher(octets);
        return word.lookingAt() ? word.group(1) : "what was sent";
    }

    /** Hides in an answer all of it but its command. */
    EchoMask echoMask() {
        return EchoMask.of(octets, command());
    }

    /** Whether it may be a credential. */
    boolean isSecret() {
        return SECRET.matcher(octets.toLowerCase(Locale.ROOT)).find();
    }

    /** The text for people, printable and bounded. */
    @Override
    public String toString() {
        return TextSanitizer.excerpt(new String(bytes(), UTF_8).strip());
    }
}
