package org.superlance.listener.state;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Entries wait in memory only, and are lost when the process ends. */
public final class MemorySpool<T> implements Spool<T> {

    private static final Logger LOG = LoggerFactory.getLogger(MemorySpool.class);

    private final SpoolDirectory.Codec<T> codec;
    private final Limit limit;
    private final TreeMap<String, T> waiting = new TreeMap<>();
    private long bytes;

    /** As much as fits a small heap: 1,000 entries, 4 MiB. */
    public MemorySpool(SpoolDirectory.Codec<T> codec) {
        this(codec, Limit.MEMORY);
    }

    /** @param codec knows names and sizes */
    public MemorySpool(SpoolDirectory.Codec<T> codec, Limit limit) {
        this.codec = codec;
        this.limit = limit;
    }

    @Override
    public synchronized boolean add(T entry) {
        String name = codec.fileName(entry);
        long size = codec.size(entry);
        forget(name);
        if (!limit.allows(waiting.size() + 1, bytes + size)) {
            return false;
        }
        waiting.put(name, entry);
        bytes += size;
        return true;
    }

    @Override
    public synchronized List<String> names() {
        return List.copyOf(waiting.keySet());
    }

    @Override
    public synchronized int size() {
        return waiting.size();
    }

    @Override
    public synchronized Optional<T> read(String name) {
        return Optional.ofNullable(waiting.get(name));
    }

    @Override
    public void remove(String name) {
        forget(name);
    }

    @Override
    public void moveToDeadLetters(String name, String why) {
        T entry = forget(name);
        if (entry != null) {
            LOG.error(
                    "An {} was refused for good and is kept nowhere but here. {} The {}:\n{}",
                    codec.noun(),
                    why,
                    codec.noun(),
                    codec.forLog(entry));
        }
    }

    @Override
    public synchronized List<T> unsaved() {
        return List.copyOf(waiting.values());
    }

    @Override
    public void close() {}

    synchronized @Nullable T forget(String name) {
        T entry = waiting.remove(name);
        if (entry != null) {
            bytes -= codec.size(entry);
        }
        return entry;
    }
}
