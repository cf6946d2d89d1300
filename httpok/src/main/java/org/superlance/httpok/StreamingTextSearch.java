package org.superlance.httpok;

/** Looks for a run of bytes in a stream that comes in pieces, without keeping the pieces. */
final class StreamingTextSearch {

    private final byte[] wanted;
    private final int[] fallback;
    private int matched;

    StreamingTextSearch(byte[] wanted) {
        this.wanted = wanted.clone();
        this.fallback = fallback(this.wanted);
    }

    /** Takes the next piece; returns whether the bytes have come, now or before. */
    boolean accept(byte[] piece, int length) {
        for (int i = 0; i < length && matched < wanted.length; i++) {
            matched = step(piece[i], matched);
        }
        return found();
    }

    boolean found() {
        return matched == wanted.length;
    }

    private int step(byte next, int from) {
        int state = from;
        while (state > 0 && wanted[state] != next) {
            state = fallback[state - 1];
        }
        return wanted[state] == next ? state + 1 : state;
    }

    /** For each length of what has matched, how much of it is still of use when the next byte does not fit. */
    private static int[] fallback(byte[] wanted) {
        int[] table = new int[wanted.length];
        int length = 0;
        for (int i = 1; i < wanted.length; i++) {
            while (length > 0 && wanted[i] != wanted[length]) {
                length = table[length - 1];
            }
            length += wanted[i] == wanted[length] ? 1 : 0;
            table[i] = length;
        }
        return table;
    }
}
