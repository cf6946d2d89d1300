package org.superlance.listener.http;

import org.superlance.listener.util.Ascii;

/**
 * What may stand in the parts of a request and of a response. Told character by character: every call to supervisord has this,
 * and an idle listener compiles no pattern.
 *
 * <p>Sources: RFC 9110, 5.5 and 5.6.2; RFC 9112, 3 to 5.
 */
final class HttpSyntax {

    private static final String TOKEN = Ascii.LETTERS + Ascii.DIGITS + "!#$%&'*+.^_`|~-";
    /** No others: what is Å in UTF-8 has the byte 0x85, which ends a line for those who take it for Latin-1. */
    private static final String LINE_ENDS = "\n\r";

    private HttpSyntax() {}

    /** Whether it can be a method or the name of a header. */
    static boolean isToken(String text) {
        return Ascii.consistsOf(text, TOKEN);
    }

    /** Where the token ends that the text begins with; 0 if it begins with none. */
    static int endOfToken(String text) {
        return Ascii.endOf(text, TOKEN, 0);
    }

    /** Whether it can stand in a request line as what is asked for: visible ASCII. */
    static boolean isTarget(String text) {
        return Ascii.isVisible(text);
    }

    /** Whether it can be the value of a header that is sent: Latin-1 without controls, except for tabs. */
    static boolean isHeaderValue(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\t' && (c < ' ' || (c > '~' && c < '\u00a0') || c > '\u00ff')) {
                return false;
            }
        }
        return true;
    }

    /** Whether the rest of a line that was received is one line for everybody who reads it. */
    static boolean isOneLine(String text, int from) {
        return !Ascii.containsAny(text.substring(from), LINE_ENDS);
    }
}
