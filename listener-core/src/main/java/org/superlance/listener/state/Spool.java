package org.superlance.listener.state;

import java.util.List;
import java.util.Optional;

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

    /** How many entries wait, as far as it is known without looking at the disk again. */
    int size();

    /** The entry of that name; empty if it is no longer there or cannot be read. */
    Optional<T> read(String name);

    /** Forgets an entry that is done. */
    void remove(String name);

    /** Takes an entry that was refused for good out of the way, and logs why. */
    void moveToDeadLetters(String name, String why);

    /** The entries that are lost when this process ends now. */
    List<T> unsaved();

    /** Lets go of the directory, if there is one. */
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
}
