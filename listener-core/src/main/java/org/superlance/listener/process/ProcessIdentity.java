package org.superlance.listener.process;

import java.nio.file.Path;
import org.superlance.listener.process.ProcPidFiles.ProcPidStat;

/**
 * Tells one process from every other that has had its pid.
 *
 * <p>Source: field 22 of proc_pid_stat(5).
 */
public final class ProcessIdentity {

    private static final int MAX_DIGITS = 10;

    private final Path root;

    /** Of processes of this machine. */
    public ProcessIdentity() {
        this(Path.of("/proc"));
    }

    /** @param root where proc is mounted */
    ProcessIdentity(Path root) {
        this.root = root;
    }

    /** Whether the process with that identity runs; false where its start is not known, and if it only waits to be reaped. */
    boolean isAlive(String identity) {
        int slash = identity.indexOf('/');
        if (slash <= 0 || slash > MAX_DIGITS || !identity.chars().limit(slash).allMatch(c -> c >= '0' && c <= '9')) {
            return false;
        }
        long pid = Long.parseLong(identity.substring(0, slash));
        ProcPidFiles files = new ProcPidFiles(root);
        int length = files.read(pid, "stat");
        return length > 0 && !new ProcPidStat(files.bytes(), length).isDead() && of(pid).equals(identity);
    }

    /** Such as {@code 1234/56789}: the pid and the start; the pid alone where the start cannot be read. */
    public String of(long pid) {
        long start = new ProcPidFiles(root).startTicks(pid);
        return start < 0 ? Long.toString(pid) : pid + "/" + start;
    }
}
