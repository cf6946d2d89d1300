package org.superlance.listener.supervisor;

import java.util.Arrays;

/** The text of an element, which becomes a string only when somebody asks for it. */
final class XmlText {

    /** Those of the largest {@code int}. */
    private static final int MAX_DIGITS = 10;

    private static final int MAX_SHARED_LENGTH = 24;
    /** A power of two. */
    private static final int SHARED = 128;

    private char[] characters = new char[256];
    private int length;
    /** Short texts that were read before, by their hash: nearly all of an answer repeat. */
    private final String[] shared = new String[SHARED];

    void clear() {
        length = 0;
    }

    void append(char[] from, int begin, int count) {
        if (characters.length - length < count) {
            characters = Arrays.copyOf(characters, Math.max(characters.length * 2, length + count));
        }
        System.arraycopy(from, begin, characters, length, count);
        length += count;
    }

    /** The number that it is if it is nothing but some digits; otherwise -1. */
    long digits() {
        if (length == 0 || length > MAX_DIGITS) {
            return -1;
        }
        long number = 0;
        for (int i = 0; i < length; i++) {
            char digit = characters[i];
            if (digit < '0' || digit > '9') {
                return -1;
            }
            number = number * 10 + (digit - '0');
        }
        return number;
    }

    @Override
    public String toString() {
        if (length == 0) {
            return "";
        }
        if (length > MAX_SHARED_LENGTH) {
            return new String(characters, 0, length);
        }
        int hash = 0;
        for (int i = 0; i < length; i++) {
            hash = hash * 31 + characters[i];
        }
        int slot = (hash ^ hash >>> 7) & (SHARED - 1);
        String known = shared[slot];
        if (known == null || !isSame(known)) {
            known = new String(characters, 0, length);
            shared[slot] = known;
        }
        return known;
    }

    private boolean isSame(String other) {
        if (other.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (other.charAt(i) != characters[i]) {
                return false;
            }
        }
        return true;
    }
}
