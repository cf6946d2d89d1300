package org.superlance.listener.process;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.superlance.listener.util.ByteSize;

/**
 * The memory of some processes at one moment.
 *
 * @param sizes by pid; a process that has vanished is absent
 * @param fellBackToRss the pids whose measure the kernel refused us: their size is the RSS
 */
public record MemorySnapshot(Map<Long, ByteSize> sizes, Set<Long> fellBackToRss) {

    public MemorySnapshot {
        sizes = Map.copyOf(sizes);
        fellBackToRss = Set.copyOf(fellBackToRss);
    }

    public Optional<ByteSize> of(long pid) {
        return Optional.ofNullable(sizes.get(pid));
    }
}
