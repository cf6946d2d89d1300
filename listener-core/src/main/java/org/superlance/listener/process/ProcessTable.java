package org.superlance.listener.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;

/** Reads the operating system's table of processes. */
public interface ProcessTable {

    /**
     * The memory of each of these processes, all read in one pass.
     *
     * @param pids the processes asked for; one that has vanished, or that we may not see, is absent from the answer
     * @param measure what to measure
     * @param withDescendants whether to add the memory of all their children, and theirs
     */
    MemorySnapshot memory(Collection<Long> pids, Measure measure, boolean withDescendants) throws ProcessTableException;

    /** {@code /proc} where there is one as Linux has it, {@code ps} elsewhere. */
    static ProcessTable ofThisMachine() {
        return Files.isReadable(Path.of("/proc/self/stat")) ? new ProcFs() : new PsTable();
    }

    /** What is measured of a process's memory. */
    enum Measure {
        /** Resident set size: all memory in RAM, shared pages counted whole. */
        RSS,
        /** Proportional set size: shared pages counted by how many share them. */
        PSS,
        /** Unique set size: only what would be freed if the process ended. */
        USS
    }
}
