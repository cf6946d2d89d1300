package org.superlance.superlance.spool;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.superlance.listener.state.ListenerDirectories.ListenerDirectory;

/**
 * One thing that a listener keeps on disk until it is done.
 *
 * @param id of an alert or a failure, its id; of a restart, the program; of a file with another name, that
 * @param directory of the listener
 * @param spool the directory of the file in that of the listener, such as {@code outbox} or {@code outbox/failed}
 * @param file the name of the file
 * @param time when it came; empty if its name does not tell
 * @param size in bytes
 */
public record SpoolEntry(
        Kind kind, String id, ListenerDirectory directory, Path spool, Path file, Optional<Instant> time, long size) {

    /** What it is. */
    public enum Kind {
        /** An alert that waits to be delivered. */
        ALERT,
        /** An alert that is held back while its program is paused, or in quiet hours. */
        HELD,
        /** An alert that was refused for good, or given up. */
        REFUSED,
        /** The death of a program that is still to be told. */
        FAILURE,
        /** A program that is stopped, or about to be, and to be started again. */
        RESTART,
        /** A failure or restart whose file could not be read. */
        DAMAGED;

        /** As it is shown. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The name of the receiver's directory; of what has no receiver, that of its kind. */
    public String receiver() {
        return spool.getName(0).toString();
    }

    /** The whole path. */
    public Path path() {
        return directory.path().resolve(spool).resolve(file);
    }

    /** Whether it is an alert: waiting, held back or set aside. */
    public boolean isAlert() {
        return kind == Kind.ALERT || kind == Kind.HELD || kind == Kind.REFUSED;
    }
}
