package org.superlance.listener.process;

import java.nio.charset.StandardCharsets;

/**
 * Reads {@code /proc/PID/smaps_rollup}: lines such as {@code Pss:      1234 kB}.
 *
 * <p>Source: proc_pid_smaps(5).
 */
final class SmapsRollup {

    private static final byte[] PSS = key("Pss:");
    private static final byte[] CLEAN = key("Private_Clean:");
    private static final byte[] DIRTY = key("Private_Dirty:");
    private static final byte[] HUGE = key("Private_Hugetlb:");

    private final byte[] text;
    private final int length;

    SmapsRollup(byte[] text, int length) {
        this.text = text;
        this.length = length;
    }

    /** In bytes; -1 if it is not told. */
    long pss() {
        long kilobytes = kilobytes(PSS);
        return kilobytes < 0 ? -1 : kilobytes * 1024;
    }

    /** In bytes; -1 if it is not told. */
    long uss() {
        long clean = kilobytes(CLEAN);
        long dirty = kilobytes(DIRTY);
        return clean < 0 || dirty < 0 ? -1 : (clean + dirty + Math.max(0, kilobytes(HUGE))) * 1024;
    }

    private long kilobytes(byte[] key) {
        for (int line = 0; line < length; line = nextLine(line)) {
            if (startsWith(key, line)) {
                int at = line + key.length;
                while (at < length && text[at] == ' ') {
                    at++;
                }
                long value = ProcPidStat.digits(text, at, length);
                // more than the world's memory is no answer, and would overflow
                return value > 1L << 50 ? -1 : value;
            }
        }
        return -1;
    }

    private int nextLine(int from) {
        int at = from;
        while (at < length && text[at] != '\n') {
            at++;
        }
        return at + 1;
    }

    private boolean startsWith(byte[] key, int at) {
        if (length - at < key.length) {
            return false;
        }
        for (int i = 0; i < key.length; i++) {
            if (text[at + i] != key[i]) {
                return false;
            }
        }
        return true;
    }

    private static byte[] key(String key) {
        return key.getBytes(StandardCharsets.US_ASCII);
    }
}
