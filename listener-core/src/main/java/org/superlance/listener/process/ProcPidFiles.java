package org.superlance.listener.process;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.superlance.listener.process.ProcessTable.ProcessTableException;

/** Reads the small files of many processes into one buffer; for one thread. */
final class ProcPidFiles {

    /** The JDK reads up to so much without an allocation of its own; what we read is far shorter. */
    private static final int MAX_LENGTH = 8192;

    private final String root;
    private final byte[] bytes = new byte[MAX_LENGTH];

    ProcPidFiles(Path root) {
        this.root = root + "/";
    }

    /** All processes that there are now. */
    long[] pids() throws ProcessTableException {
        String[] names = new File(root).list();
        if (names == null) {
            throw new ProcessTableException(
                    "cannot list processes: " + root + " is not a readable directory; is proc mounted there?");
        }
        long[] pids = new long[names.length];
        int count = 0;
        for (String name : names) {
            long pid = pid(name);
            if (pid > 0) {
                pids[count++] = pid;
            }
        }
        return Arrays.copyOf(pids, count);
    }

    /**
     * Reads the file into {@link #bytes()}.
     *
     * @return how many bytes; -1 if the process has vanished or the file may not be read
     */
    int read(long pid, String name) {
        return read(pid + "/" + name);
    }

    /**
     * Reads a file of all processes into {@link #bytes()}.
     *
     * @return how many bytes; -1 if it cannot be read
     */
    int read(String name) {
        try (FileInputStream in = new FileInputStream(root + name)) {
            return in.read(bytes, 0, MAX_LENGTH);
        } catch (IOException e) {
            // processes end and start while we look: what cannot be read is not there, and the caller says so
            return -1;
        }
    }

    /** When the process was started, in ticks of the kernel since boot; -1 if that cannot be read. Overwrites {@link #bytes()}. */
    long startTicks(long pid) {
        int length = read(pid, "stat");
        return length <= 0 ? -1 : new ProcPidStat(bytes, length).startTicks();
    }

    /** What was read last. */
    byte[] bytes() {
        return bytes;
    }

    boolean exists(long pid) {
        return new File(root + pid).exists();
    }

    /**
     * The second number of {@code /proc/PID/statm}: how many pages are in memory; -1 if it does not say.
     *
     * <p>Source: proc_pid_statm(5).
     */
    static long residentPages(byte[] text, int length) {
        int at = 0;
        while (at < length && text[at] != ' ') {
            at++;
        }
        return ProcPidStat.digits(text, at + 1, length);
    }

    private static long pid(String name) {
        long pid = 0;
        for (int i = 0; i < name.length(); i++) {
            char digit = name.charAt(i);
            if (digit < '0' || digit > '9' || i == 10) {
                return -1;
            }
            pid = pid * 10 + (digit - '0');
        }
        return pid;
    }

    /**
     * Reads {@code /proc/PID/stat}: one line of fields separated by spaces. The second is the name of the process in
     * parentheses, which may itself hold spaces, parentheses and newlines.
     *
     * <p>Source: proc_pid_stat(5).
     */
    static final class ProcPidStat {

        private static final int PARENT = 4;
        private static final int GROUP = 5;
        private static final int SESSION = 6;
        private static final int USER_TIME = 14;
        private static final int SYSTEM_TIME = 15;
        private static final int REAPED_USER_TIME = 16;
        private static final int REAPED_SYSTEM_TIME = 17;
        private static final int START_TIME = 22;
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

        /** The number of its session; -1 if the line holds none. */
        long session() {
            return number(SESSION);
        }

        /** The pid of its parent; -1 if the line holds none. */
        long parent() {
            return number(PARENT);
        }

        /** When it was started, in ticks of the kernel since boot; -1 if the line does not say. */
        long startTicks() {
            return number(START_TIME);
        }

        /** CPU time of all its threads, in clock ticks; 0 if the line does not say. */
        long cpuTicks() {
            return Math.max(0, number(USER_TIME)) + Math.max(0, number(SYSTEM_TIME));
        }

        /** CPU time of the children that it has waited for, and of those that they have; 0 if the line does not say. */
        long reapedCpuTicks() {
            return Math.max(0, number(REAPED_USER_TIME)) + Math.max(0, number(REAPED_SYSTEM_TIME));
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
}
