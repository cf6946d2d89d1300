package org.superlance.listener.process;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

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
            throw new ProcessTableException("the processes cannot be listed: " + root
                    + " is not a directory that may be read; is proc mounted there?");
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
        try (FileInputStream in = new FileInputStream(root + pid + "/" + name)) {
            return in.read(bytes, 0, MAX_LENGTH);
        } catch (IOException e) {
            // processes end and start while we look: what cannot be read is not there, and the caller says so
            return -1;
        }
    }

    /** What was read last. */
    byte[] bytes() {
        return bytes;
    }

    boolean exists(long pid) {
        return new File(root + pid).exists();
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
}
