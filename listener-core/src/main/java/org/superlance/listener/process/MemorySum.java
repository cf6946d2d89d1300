package org.superlance.listener.process;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.superlance.listener.process.ProcessTree.Row;
import org.superlance.listener.util.ByteSize;

/** Adds up what each process asked for, and its family, has. */
final class MemorySum {

    /**
     * What one process has.
     *
     * @param fellBackToRss whether the measure was not to be had, so that this is its RSS
     */
    record Share(long bytes, boolean fellBackToRss) {}

    /** Measures one process. */
    interface MemoryMeasure {
        /** Null if it has vanished. */
        @Nullable
        Share measure(Row row);
    }

    private final Function<Long, List<Row>> family;
    private final MemoryMeasure measure;
    private final Map<Long, ByteSize> sizes = new HashMap<>();
    private final Set<Long> fallenBack = new HashSet<>();

    /** @param family from a pid to the processes that count for it, itself first */
    MemorySum(Function<Long, List<Row>> family, MemoryMeasure measure) {
        this.family = family;
        this.measure = measure;
    }

    MemorySnapshot of(Collection<Long> pids) {
        pids.forEach(this::add);
        return new MemorySnapshot(sizes, fallenBack);
    }

    private void add(long pid) {
        long sum = 0;
        boolean partial = false;
        for (Row row : family.apply(pid)) {
            Share share = measure.measure(row);
            if (share == null && row.pid() == pid) {
                return;
            }
            if (share != null) {
                sum = Math.min(sum, Long.MAX_VALUE - share.bytes()) + share.bytes();
                partial |= share.fellBackToRss();
                sizes.put(pid, ByteSize.ofBytes(sum));
            }
        }
        if (partial) {
            fallenBack.add(pid);
        }
    }
}
