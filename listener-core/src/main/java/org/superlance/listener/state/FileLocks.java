package org.superlance.listener.state;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Exclusive locks on files, against other processes and within this one. They end with the process at the latest. One
 * instance for the whole process: on Linux a process that closes any channel to a file loses its lock on that file, so a
 * file that is locked here is not even opened. Thread-safe.
 *
 * <p>Source: fcntl(2), {@link java.nio.channels.FileLock}.
 */
public final class FileLocks {

    private final Set<Path> held = ConcurrentHashMap.newKeySet();

    /**
     * Locks the file, and makes it where it is missing; a symbolic link is refused.
     *
     * @return empty if somebody else has it, or this process
     * @throws IOException if it cannot be opened or locked
     */
    Optional<Held> tryAcquire(Path file) throws IOException {
        return tryAcquire(
                file,
                false,
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * Locks the file unless it is missing; a symbolic link is refused.
     *
     * @return empty if somebody else has it, or this process, or if there is none
     * @throws IOException if it cannot be opened or locked
     */
    Optional<Held> tryAcquireExisting(Path file) throws IOException {
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS)
                ? tryAcquire(file, false, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)
                : Optional.empty();
    }

    /**
     * Whether somebody has locked the file at this moment. To find that out it is locked for an instant, together with
     * whoever else wants to find it out.
     *
     * @throws IOException if it cannot be opened or locked
     */
    boolean isHeld(Path file) throws IOException {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        Optional<Held> lock =
                tryAcquire(file, true, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        if (lock.isPresent()) {
            lock.get().close();
        }
        return lock.isEmpty();
    }

    private Optional<Held> tryAcquire(Path file, boolean shared, OpenOption... options) throws IOException {
        Path key =
                requireNonNull(file.toAbsolutePath().getParent()).toRealPath().resolve(file.getFileName());
        if (!held.add(key)) {
            return Optional.empty();
        }
        Optional<Held> lock = Optional.empty();
        try {
            lock = open(file, key, shared, options);
        } finally {
            if (lock.isEmpty()) {
                held.remove(key);
            }
        }
        return lock;
    }

    private Optional<Held> open(Path file, Path key, boolean shared, OpenOption... options) throws IOException {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(file + " is no regular file");
        }
        // to be read as well: a FIFO that takes its place meanwhile is then opened at once
        FileChannel channel = FileChannel.open(file, options);
        boolean acquired = false;
        try {
            acquired = channel.tryLock(0, Long.MAX_VALUE, shared) != null;
        } catch (OverlappingFileLockException e) {
            // by another name: the answer is the same as when another process has it
            return Optional.empty();
        } finally {
            if (!acquired) {
                channel.close();
            }
        }
        return acquired ? Optional.of(new Held(key, channel)) : Optional.empty();
    }

    /** A lock; it ends when this is closed. The file stays. */
    final class Held implements AutoCloseable {

        private final Path key;
        private final FileChannel channel;

        private Held(Path key, FileChannel channel) {
            this.key = key;
            this.channel = channel;
        }

        /** Releases the lock. */
        @Override
        public void close() throws IOException {
            try {
                channel.close();
            } finally {
                held.remove(key);
            }
        }
    }
}
