package org.superlance.listener.state;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where entries wait until they are done. Each has a name that sorts by its time. Bounded: a full spool takes no more,
 * because the oldest entries hold the cause. Safe for use by several threads; waits for nothing slower than the local
 * disk.
 */
public interface Spool<T> extends AutoCloseable {

    /**
     * Keeps the entry.
     *
     * @return false if the spool is full and the entry was not kept
     */
    boolean add(T entry);

    /** The names of the entries that wait, oldest first; on disk, what is there at this moment. */
    List<String> names();

    /** The name of the oldest entry, as far as it is known without looking at the disk again; empty if none waits. */
    Optional<String> oldest();

    /** How many entries wait, as far as it is known without looking at the disk again. */
    int size();

    /** The entry of that name; empty if it is no longer there or cannot be read. */
    Optional<T> read(String name);

    /** Removes an entry that is done. */
    void remove(String name);

    /** Moves an entry that was rejected permanently out of the queue, and logs why. */
    void moveToDeadLetters(String name, String why);

    /** The entries that are lost if this process exits now. */
    List<T> unsaved();

    /** Releases the directory, if there is one. */
    @Override
    void close();

    /**
     * How much a spool holds.
     *
     * @param entries how many at most
     * @param bytes how many bytes in all at most
     */
    record Limit(int entries, long bytes) {

        /** 10,000 entries, 64 MiB. */
        public static final Limit DISK = new Limit(10_000, 64L << 20);

        /** 1,000 entries, 4 MiB: a listener's heap is small. */
        static final Limit MEMORY = new Limit(1_000, 4L << 20);

        boolean allows(int entriesThen, long bytesThen) {
            return entriesThen <= entries && bytesThen <= bytes;
        }
    }

    /** Entries wait in memory only, and are lost when the process ends. */
    final class MemorySpool<T> implements Spool<T> {

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
        public synchronized Optional<String> oldest() {
            return waiting.isEmpty() ? Optional.empty() : Optional.of(waiting.firstKey());
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
                LOG.error("{} rejected, and on no disk: {}\n{}", codec.noun(), why, codec.forLog(entry));
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
}
