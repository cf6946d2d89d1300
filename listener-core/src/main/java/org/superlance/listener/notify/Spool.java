package org.superlance.listener.notify;

import java.util.List;
import java.util.Optional;

/**
 * Where alerts wait. Each has a name that sorts by the time of the alert. Bounded: a full spool takes no more, because
 * the oldest alerts hold the cause. Safe for use by several threads; waits for nothing slower than the local disk.
 */
public interface Spool extends AutoCloseable {

    /**
     * Keeps the alert.
     *
     * @return false if the spool is full and the alert was not kept
     */
    boolean add(Alert alert);

    /** The names of the alerts that wait, oldest first; on disk, what is there at this moment. */
    List<String> names();

    /** How many alerts wait, as far as it is known without looking at the disk again. */
    int size();

    /** The alert of that name; empty if it is no longer there or cannot be read. */
    Optional<Alert> read(String name);

    /** Forgets an alert that was accepted. */
    void remove(String name);

    /** Forgets an alert that is known by its id and time. */
    default void remove(Alert alert) {
        remove(nameOf(alert));
    }

    /** The name that an alert of this id and time has, whether it waits or not. */
    default String nameOf(Alert alert) {
        return AlertFileFormat.name(alert);
    }

    /** Takes an alert that was refused for good out of the way, and logs why. */
    void moveToDeadLetters(String name, String why);

    /** The alerts that are lost when this process ends now. */
    List<Alert> unsaved();

    /** Lets go of the directory, if there is one. */
    @Override
    void close();

    /** For one who has no disk and keeps in memory himself what waits: takes everything and holds nothing. */
    static Spool none() {
        return new NoopSpool();
    }
}
