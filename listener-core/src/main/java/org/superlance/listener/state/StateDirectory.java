package org.superlance.listener.state;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.state.FileLocks.Held;
import org.superlance.listener.state.SpoolDirectory.Access;

/**
 * The directory of one listener under one supervisord, below the state directory of all. It is locked from the moment
 * that it is owned until it is closed: two listeners never share it. A directory that was deleted meanwhile is made, and
 * locked, again when something is to be written. Thread-safe.
 */
public final class StateDirectory implements Access, AutoCloseable {

    /** The file in it that its owner holds locked. */
    public static final String LOCK = "lock";

    static final String ABOUT = "about";

    private static final int MAX_ABOUT_SIZE = 64 << 10;
    private static final Logger LOG = LoggerFactory.getLogger(StateDirectory.class);

    private final Path base;
    private final Path path;
    private final ListenerId id;
    private final FileLocks locks;
    private @Nullable Held lock;
    private boolean described;
    private boolean closed;

    /**
     * Touches nothing yet; see {@link #own}.
     *
     * @param base the state directory of all listeners
     * @param locks those of this process
     */
    public StateDirectory(Path base, ListenerId id, FileLocks locks) {
        this.base = base;
        this.path = base.resolve(id.fileName());
        this.id = id;
        this.locks = locks;
    }

    /** Another process has the directory. */
    public static final class InUseException extends IOException {

        private static final long serialVersionUID = 1L;

        InUseException(Path path) {
            super(path + " is in use by another process");
        }
    }

    /**
     * Takes the directory over, and makes it where it is missing. Does nothing if it is owned already.
     *
     * @throws InUseException if another process has it
     * @throws IOException if it cannot be made or locked
     */
    public synchronized void own() throws IOException {
        if (closed) {
            throw new IOException(path + " is closed");
        }
        if (lock == null || !Files.exists(path.resolve(LOCK), LinkOption.NOFOLLOW_LINKS)) {
            AtomicFile.directory(path);
            Held acquired = locks.tryAcquire(path.resolve(LOCK)).orElse(null);
            if (acquired == null && lock != null) {
                // of the directory that was deleted
                lock.close();
                lock = null;
                acquired = locks.tryAcquire(path.resolve(LOCK)).orElse(null);
            }
            if (acquired == null) {
                throw new InUseException(path);
            }
            lock = acquired;
            described = false;
        }
        describe();
    }

    /** For an operator who finds the directory, and for other listeners. Not worth a failure: the disk may be full. */
    private void describe() {
        if (described) {
            return;
        }
        try {
            byte[] text = id.describe().getBytes(UTF_8);
            Path about = path.resolve(ABOUT);
            if (!Files.isRegularFile(about) || !Arrays.equals(Files.readAllBytes(about), text)) {
                AtomicFile.write(about, text);
            }
            described = true;
        } catch (IOException e) {
            LOG.debug("state directory {}: cannot write {}: {}", path, ABOUT, AtomicFile.reason(e));
        }
    }

    /** Owns it, and makes the directory in it. */
    @Override
    public void prepare(Path directory) throws IOException {
        own();
        AtomicFile.directory(directory);
    }

    @Override
    public synchronized boolean isOwned() {
        return lock != null;
    }

    /**
     * Whether a process has the directory at this moment. Its lock is taken for an instant to find that out.
     *
     * @param directory of any listener
     * @param locks those of this process
     * @throws IOException if that cannot be found out
     */
    public static boolean isInUse(Path directory, FileLocks locks) throws IOException {
        return locks.isHeld(directory.resolve(LOCK));
    }

    /** Whose directory it is, as far as it says so. */
    public static Optional<ListenerId> owner(Path directory) throws IOException {
        Path about = Path.of(ABOUT);
        try (GuardedDirectory guarded = new TrustedPath().open(directory.toAbsolutePath())) {
            PosixFileAttributes found = guarded.attributes(about);
            return found.isRegularFile() && found.size() <= MAX_ABOUT_SIZE
                    ? ListenerId.parse(new String(guarded.read(about, MAX_ABOUT_SIZE), UTF_8))
                            .filter(id -> Path.of(id.fileName()).equals(directory.getFileName()))
                    : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** Its path, whether it exists or not. */
    public Path path() {
        return path;
    }

    /** The state directory of all listeners. */
    public Path base() {
        return base;
    }

    /** Whose it is. */
    public ListenerId id() {
        return id;
    }

    @Override
    public String toString() {
        return path.toString();
    }

    /** Releases the directory; its content stays. */
    @Override
    public synchronized void close() throws IOException {
        closed = true;
        if (lock != null) {
            lock.close();
            lock = null;
        }
    }
}
