package org.superlance.listener.process;

import java.nio.file.Path;
import org.superlance.listener.process.ProcPidFiles.ProcPidStat;

/**
 * Tells one process from every other that has had its pid.
 *
 * <p>Source: field 22 of proc_pid_stat(5).
 */
public final class ProcessIdentity {

    private final Path root;

    /** Of processes of this machine. */
    public ProcessIdentity() {
        this(Path.of("/proc"));
    }

    /** @param root where proc is mounted */
    ProcessIdentity(Path root) {
        this.root = root;
    }

    /** Such as {@code 1234/56789}: the pid and the start; the pid alone where the start cannot be read. */
    public String of(long pid) {
        ProcPidFiles files = new ProcPidFiles(root);
        int length = files.read(pid, "stat");
        long start = length <= 0 ? -1 : new ProcPidStat(files.bytes(), length).startTicks();
        return start < 0 ? Long.toString(pid) : pid + "/" + start;
    }
}
