package org.superlance.listener.process;

import java.nio.file.Path;
import java.util.Optional;
import org.superlance.listener.process.ProcPidFiles.ProcPidStat;
import org.superlance.listener.process.ProcessTable.ProcessTableException;

/**
 * The process groups of this machine as {@code /proc} shows them; where there is none, nothing is known of any.
 *
 * <p>Source: proc_pid_stat(5).
 */
public final class ProcessGroupTable {

    /** What is started while others are killed is seen by the next pass; only a fork bomb needs more. */
    private static final int MAX_PASSES = 5;

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

    /**
     * Kills what is alive of a session, also what has lost its parent. What has made a session of its own is not found.
     *
     * @param session the pid of the process that founded it; ours is not touched
     */
    void killSession(long session) {
        if (session == sessionOf(ProcessHandle.current().pid())) {
            return;
        }
        for (int pass = 0; pass < MAX_PASSES && killOnce(session); pass++) {
            Thread.onSpinWait();
        }
    }

    /** Whether there was anything to kill. */
    private boolean killOnce(long session) {
        ProcPidFiles files = new ProcPidFiles(root);
        boolean found = false;
        try {
            for (long pid : files.pids()) {
                found |= isAliveInSession(session, files, pid) && kill(session, pid);
            }
        } catch (ProcessTableException e) {
            return false;
        }
        return found;
    }

    private static boolean isAliveInSession(long session, ProcPidFiles files, long pid) {
        int length = pid > 0 ? files.read(pid, "stat") : -1;
        if (length <= 0) {
            return false;
        }
        ProcPidStat line = new ProcPidStat(files.bytes(), length);
        return line.session() == session && !line.isDead();
    }

    /** A handle knows when its process was started: it is made first, so that the pid cannot be another's by now. */
    private boolean kill(long session, long pid) {
        Optional<ProcessHandle> process = ProcessHandle.of(pid);
        return process.isPresent()
                && isAliveInSession(session, new ProcPidFiles(root), pid)
                && process.get().destroyForcibly();
    }

    private long sessionOf(long pid) {
        ProcPidFiles files = new ProcPidFiles(root);
        int length = files.read(pid, "stat");
        return length <= 0 ? -1 : new ProcPidStat(files.bytes(), length).session();
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
