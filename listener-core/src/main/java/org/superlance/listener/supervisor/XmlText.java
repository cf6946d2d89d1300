package org.superlance.listener.supervisor;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Text of a document of XML, in UTF-8, while it is put together. For {@link XmlScanner}. */
final class XmlText {

    private byte[] octets = new byte[256];
    private int length;

    void clear() {
        length = 0;
    }

    void append(byte[] from, int begin, int end) {
        int more = end - begin;
        ensure(more);
        System.arraycopy(from, begin, octets, length, more);
        length += more;
    }

    void append(int octet) {
        ensure(1);
        octets[length++] = (byte) octet;
    }

    /** A question mark instead of a character that XML does not know. */
    void appendCodePoint(int codePoint) {
        boolean known = Character.isValidCodePoint(codePoint)
                && Character.getType(codePoint) != Character.SURROGATE
                && (codePoint >= ' ' || codePoint == '\t' || codePoint == '\n' || codePoint == '\r');
        byte[] character = (known ? Character.toString(codePoint) : "?").getBytes(StandardCharsets.UTF_8);
        append(character, 0, character.length);
    }

    void removeLast(int count) {
        length -= count;
    }

    boolean isBlank() {
        for (int i = 0; i < length; i++) {
            if (!XmlInput.isSpace(octets[i])) {
                return false;
            }
        }
        return true;
    }

    private void ensure(int more) {
        if (octets.length - length < more) {
            octets = Arrays.copyOf(octets, Math.max(octets.length * 2, length + more));
        }
    }

    @Override
    public String toString() {
        return length == 0 ? "" : new String(octets, 0, length, StandardCharsets.UTF_8);
    }
}
