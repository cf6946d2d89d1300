package org.superlance.listener.process;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.superlance.listener.process.ProcessRows.Row;
import org.superlance.listener.util.ByteSize;

/** Adds up what each process asked for, and its family, has. */
final class Tally {

    /**
     * What one process has.
     *
     * @param fallenBack whether the measure was not to be had, so that this is its RSS
     */
    record Share(long bytes, boolean fallenBack) {}

    /** Measures one process. */
    interface Scale {
        /** Null if it has vanished. */
        @Nullable
        Share weigh(Row row);
    }

    private final Function<Long, List<Row>> family;
    private final Scale scale;
    private final Map<Long, ByteSize> sizes = new HashMap<>();
    private final Set<Long> fallenBack = new HashSet<>();

    /** @param family from a pid to the processes that count for it, itself first */
    Tally(Function<Long, List<Row>> family, Scale scale) {
        this.family = family;
        this.scale = scale;
    }

    MemoryReading of(Collection<Long> pids) {
        pids.forEach(this::add);
        return new MemoryReading(sizes, fallenBack);
    }

    private void add(long pid) {
        long sum = 0;
        boolean partial = false;
        for (Row row : family.apply(pid)) {
            Share share = scale.weigh(row);
            if (share == null && row.pid() == pid) {
                return;
            }
            if (share != null) {
                sum = Math.min(sum, Long.MAX_VALUE - share.bytes()) + share.bytes();
                partial |= share.fallenBack();
                sizes.put(pid, ByteSize.ofBytes(sum));
            }
        }
        if (partial) {
            fallenBack.add(pid);
        }
    }
}
