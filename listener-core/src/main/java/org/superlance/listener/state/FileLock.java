package org.superlance.listener.state;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** Exclusive lock on a file, against other processes and within this one. Ends with the process at the latest. */
final class FileLock implements AutoCloseable {

    private final FileChannel channel;

    private FileLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Locks the file, and makes it where it is missing.
     *
     * @return empty if somebody else has it
     * @throws IOException if it cannot be opened or locked
     */
    static Optional<FileLock> tryAcquire(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean acquired = false;
        try {
            acquired = channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            // this process has it: the answer is the same as when another one has
            return Optional.empty();
        } finally {
            if (!acquired) {
                channel.close();
            }
        }
        return acquired ? Optional.of(new FileLock(channel)) : Optional.empty();
    }

    /** Releases the lock; the file stays. */
    @Override
    public void close() throws IOException {
        channel.close();
    }
}
