package org.superlance.listener.state;

import java.io.IOException;
import java.nio.file.Path;

/**
 * The directory of one listener under one supervisord, below the state directory of all. It is locked while it is open:
 * two listeners never share it.
 */
public final class StateDirectory implements AutoCloseable {

    private final Path path;
    private final FileLock lock;

    private StateDirectory(Path path, FileLock lock) {
        this.path = path;
        this.lock = lock;
    }

    /**
     * Opens, and makes where it is missing, the directory of that listener.
     *
     * @param base the state directory of all listeners
     * @throws IOException with a sentence for people if it cannot be written or another process has it
     */
    public static StateDirectory open(Path base, ListenerId id) throws IOException {
        Path path = base.resolve(id.fileName());
        try {
            AtomicFile.directory(path);
            FileLock lock = FileLock.tryAcquire(path.resolve("lock"))
                    .orElseThrow(() -> new IOException(path + " is in use by another process"));
            AtomicFile.write(path.resolve("about"), id.describe());
            return new StateDirectory(path, lock);
        } catch (IOException e) {
            throw new IOException("state directory " + base + " cannot be used: " + AtomicFile.reason(e), e);
        }
    }

    /** A directory of that name in it, made where it is missing. */
    public Path directory(String name) throws IOException {
        return AtomicFile.directory(path.resolve(name));
    }

    public Path path() {
        return path;
    }

    @Override
    public String toString() {
        return path.toString();
    }

    /** Releases the directory; its content stays. */
    @Override
    public void close() throws IOException {
        lock.close();
    }
}
