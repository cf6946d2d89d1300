package org.superlance.listener.process;

/**
 * Reads {@code /proc/PID/stat}: one line of fields separated by spaces. The second is the name of the process in
 * parentheses, which may itself hold spaces, parentheses and newlines.
 *
 * <p>Source: proc_pid_stat(5).
 */
final class ProcPidStat {

    private static final int PARENT = 4;
    private static final int GROUP = 5;
    private static final int RESIDENT_PAGES = 24;

    private final byte[] text;
    private final int length;
    private final int end;

    ProcPidStat(byte[] text, int length) {
        this.text = text;
        this.length = length;
        int last = length - 1;
        while (last >= 0 && text[last] != ')') {
            last--;
        }
        this.end = last;
    }

    /** Whether it has ended and only waits to be reaped. */
    boolean isDead() {
        int state = end + 2;
        return end >= 0 && state < length && (text[state] == 'Z' || text[state] == 'X');
    }

    /** The number of its process group; -1 if the line holds none. */
    long group() {
        return number(GROUP);
    }

    /** The pid of its parent; -1 if the line holds none. */
    long parent() {
        return number(PARENT);
    }

    /** How many pages of it are in memory; -1 if the line does not say. */
    long residentPages() {
        return number(RESIDENT_PAGES);
    }

    private long number(int field) {
        if (end < 0) {
            return -1;
        }
        int at = end + 2;
        for (int skipped = 3; skipped < field; skipped++) {
            while (at < length && text[at] != ' ') {
                at++;
            }
            at++;
        }
        return digits(text, at, length);
    }

    /** The decimal number that starts there; -1 if there is none, or it is longer than 18 digits. */
    static long digits(byte[] text, int from, int length) {
        long value = 0;
        int at = from;
        while (at < length && text[at] >= '0' && text[at] <= '9') {
            if (at - from == 18) {
                return -1;
            }
            value = value * 10 + (text[at] - '0');
            at++;
        }
        return at == from ? -1 : value;
    }
}
