package org.superlance.listener.process;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.superlance.listener.util.ByteSize;

/**
 * The memory of some processes at one moment.
 *
 * @param sizes by pid; a process that has vanished is absent
 * @param fallenBack the pids whose measure the kernel refused us: their size is the RSS
 */
public record MemoryReading(Map<Long, ByteSize> sizes, Set<Long> fallenBack) {

    public MemoryReading {
        sizes = Map.copyOf(sizes);
        fallenBack = Set.copyOf(fallenBack);
    }

    public Optional<ByteSize> of(long pid) {
        return Optional.ofNullable(sizes.get(pid));
    }
}
