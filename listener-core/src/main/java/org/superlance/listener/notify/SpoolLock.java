package org.superlance.listener.notify;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** One listener at a time has a spool directory: two would deliver every alert twice. Ends with the process. */
final class SpoolLock implements AutoCloseable {

    private final FileChannel channel;

    private SpoolLock(FileChannel channel) {
        this.channel = channel;
    }

    /** @throws IOException with a sentence if another listener has the directory */
    static SpoolLock acquire(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean taken = false;
        try {
            taken = channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            throw inUse(file, e);
        } finally {
            if (!taken) {
                channel.close();
            }
        }
        if (!taken) {
            throw inUse(file, null);
        }
        return new SpoolLock(channel);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static IOException inUse(Path file, @Nullable Throwable cause) {
        return new IOException(
                "The spool directory " + file.getParent()
                        + " is in use by another listener; give each listener a directory of its own.",
                cause);
    }
}
