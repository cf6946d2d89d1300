package org.superlance.listener.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.superlance.listener.util.ByteSize;

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

    /**
     * The same, and what {@link CpuMeter#thousandthsOfCore} tells of these processes, in the same pass.
     *
     * @param cpu remembers one reading until the next; its values are then of that time
     */
    default MemorySnapshot memory(Collection<Long> pids, Measure measure, boolean withDescendants, CpuMeter cpu)
            throws ProcessTableException {
        throw new ProcessTableException("CPU time can be measured only where there is /proc as Linux has it");
    }

    /** {@code /proc} where there is one as Linux has it, {@code ps} elsewhere. */
    static ProcessTable ofThisMachine() {
        return Files.isReadable(Path.of("/proc/self/stat")) ? new ProcFs() : new PsTable();
    }

    /** What is measured of a process's memory. */
    enum Measure {
        /** Resident set size: all memory in RAM, huge pages too, shared pages counted whole. */
        RSS,
        /**
         * Proportional set size: shared pages counted by how many share them. Nothing tells that of huge pages: those
         * that are shared count whole, but once for a process and its descendants.
         */
        PSS,
        /** Unique set size: only what would be freed if the process ended. */
        USS
    }

    /**
     * The memory of some processes at one moment.
     *
     * @param sizes by pid, which nobody changes any more; a process that has vanished is absent
     * @param fellBackToRss the pids whose measure the kernel refused us: their size is the RSS
     */
    record MemorySnapshot(Map<Long, ByteSize> sizes, Set<Long> fellBackToRss) {

        public MemorySnapshot {
            sizes = Collections.unmodifiableMap(sizes);
            fellBackToRss = Set.copyOf(fellBackToRss);
        }

        public Optional<ByteSize> of(long pid) {
            return Optional.ofNullable(sizes.get(pid));
        }
    }

    /** The table of processes cannot be read at all. The message is one sentence for an operator. */
    final class ProcessTableException extends Exception {

        private static final long serialVersionUID = 1L;

        public ProcessTableException(String sentence, @Nullable Throwable cause) {
            super(sentence, cause);
        }

        public ProcessTableException(String sentence) {
            super(sentence);
        }
    }
}
