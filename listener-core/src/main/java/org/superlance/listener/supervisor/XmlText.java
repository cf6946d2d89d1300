package org.superlance.listener.supervisor;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.superlance.listener.supervisor.XmlScanner.XmlSyntaxException;

/** The text of an element in UTF-8, which becomes a string only when somebody asks for it. */
final class XmlText {

    /** Those of the largest {@code int}. */
    private static final int MAX_DIGITS = 10;

    private static final int MAX_SHARED_LENGTH = 24;
    /** A power of two. */
    private static final int SHARED = 128;

    private byte[] octets = new byte[256];
    private int length;
    /** Short texts that were read before, by their hash: nearly all of an answer repeat. */
    private final String[] shared = new String[SHARED];

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

    /** @param character one that XML allows */
    void appendCharacter(int character) {
        byte[] encoded = Character.toString(character).getBytes(StandardCharsets.UTF_8);
        append(encoded, 0, encoded.length);
    }

    void removeLast(int count) {
        length -= count;
    }

    private void ensure(int more) {
        if (octets.length - length < more) {
            octets = Arrays.copyOf(octets, Math.max(octets.length * 2, length + more));
        }
    }

    boolean isBlank() {
        for (int i = 0; i < length; i++) {
            if (!XmlInput.isSpace(octets[i])) {
                return false;
            }
        }
        return true;
    }

    /** The number that it is if it is nothing but some digits; otherwise -1. */
    long digits() {
        if (length == 0 || length > MAX_DIGITS) {
            return -1;
        }
        long number = 0;
        for (int i = 0; i < length; i++) {
            int digit = octets[i];
            if (digit < '0' || digit > '9') {
                return -1;
            }
            number = number * 10 + (digit - '0');
        }
        return number;
    }

    /** @throws XmlSyntaxException if it is no UTF-8 */
    String string() throws XmlSyntaxException {
        if (length == 0) {
            return "";
        }
        if (length > MAX_SHARED_LENGTH) {
            return decoded();
        }
        int hash = 0;
        for (int i = 0; i < length; i++) {
            hash = hash * 31 + octets[i];
        }
        int slot = (hash ^ hash >>> 7) & (SHARED - 1);
        String known = shared[slot];
        if (known == null || !is(known)) {
            known = decoded();
            shared[slot] = known;
        }
        return known;
    }

    /** Whether it is that text of ASCII; false for every other text. */
    boolean is(String other) {
        if (other.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (other.charAt(i) != octets[i]) {
                return false;
            }
        }
        return true;
    }

    private String decoded() throws XmlSyntaxException {
        if (isAscii()) {
            return new String(octets, 0, length, StandardCharsets.ISO_8859_1);
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets, 0, length))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new XmlSyntaxException("bytes that are no UTF-8");
        }
    }

    private boolean isAscii() {
        for (int i = 0; i < length; i++) {
            if (octets[i] < 0) {
                return false;
            }
        }
        return true;
    }
}
