package org.superlance.httpok;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import org.jspecify.annotations.Nullable;
import org.superlance.httpok.ProbeResult.IndeterminateException;
import org.superlance.listener.util.TextSanitizer;

/**
 * What a server on a socket must answer.
 *
 * @param needsAnswer whether it must answer at all; otherwise the connection is enough
 * @param text that the answer must contain; null for any
 * @param regex that something in the answer must match; null for any
 */
record AnswerExpectation(
        boolean needsAnswer,
        @Nullable EscapedText text,
        @Nullable BoundedRegex regex) {

    private static final int MAX_SHOWN = 200;

    /** @param answer as far as it has come, each character a byte; not empty */
    boolean isMetBy(String answer, ProbeDeadline deadline) throws IndeterminateException {
        return (text == null || text.isIn(answer))
                && (regex == null || regex.isIn(decoded(answer), "this answer", deadline));
    }

    /** What is wrong with an answer, after "answer of …". */
    String mismatch() {
        return text != null
                ? "does not contain '" + text + "'"
                : regex != null ? "has no match for " + regex : "is not complete";
    }

    /** An answer for people: one printable line, bounded. */
    static String shown(String answer) {
        String start = answer.substring(0, Math.min(answer.length(), 4 * MAX_SHOWN));
        return TextSanitizer.printable(
                TextSanitizer.singleLine(new String(start.getBytes(ISO_8859_1), UTF_8), MAX_SHOWN));
    }

    /** As UTF-8, or byte by byte if it is none: an expression may then look for {@code \xFF}. */
    private static String decoded(String answer) {
        try {
            return UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(answer.getBytes(ISO_8859_1)))
                    .toString();
        } catch (CharacterCodingException e) {
            return answer;
        }
    }

    /** What is expected, for people. */
    @Override
    public String toString() {
        return text != null ? "'" + text + "'" : regex != null ? regex.toString() : needsAnswer ? "answer" : "connects";
    }
}
