package org.superlance.listener.process;

import java.nio.file.Path;
import org.superlance.listener.process.ProcPidFiles.ProcPidStat;
import org.superlance.listener.process.ProcessTable.ProcessTableException;

/**
 * The process groups of this machine as {@code /proc} shows them; where there is none, nothing is known of any.
 *
 * <p>Source: proc_pid_stat(5).
 */
public final class ProcessGroupTable {

    private final Path root;

    /** Those of this machine. */
    public ProcessGroupTable() {
        this(Path.of("/proc"));
    }

    ProcessGroupTable(Path root) {
        this.root = root;
    }

    /**
     * Whether any process of the group is alive. Reads each process of the machine once, until it finds one.
     *
     * @param group the pid of the process that founded it
     */
    public boolean isAlive(long group) {
        ProcPidFiles files = new ProcPidFiles(root);
        try {
            for (long pid : files.pids()) {
                if (isAliveIn(group, files, pid)) {
                    return true;
                }
            }
            return false;
        } catch (ProcessTableException e) {
            return false;
        }
    }

    private static boolean isAliveIn(long group, ProcPidFiles files, long pid) {
        int length = pid > 0 ? files.read(pid, "stat") : -1;
        if (length <= 0) {
            return false;
        }
        ProcPidStat line = new ProcPidStat(files.bytes(), length);
        return line.group() == group && !line.isDead();
    }
}
