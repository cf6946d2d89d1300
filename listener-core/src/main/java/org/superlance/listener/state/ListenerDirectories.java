package org.superlance.listener.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The directories of all listeners below the state directory that they share. */
public final class ListenerDirectories {

    /** Beside those of the listeners: what applies to all of them. */
    public static final String PAUSES = "pauses";

    private static final Logger LOG = LoggerFactory.getLogger(ListenerDirectories.class);

    /** Many times those of a host; a directory without end must not fill the memory. */
    private static final int MAX_DIRECTORIES = 10_000;

    private ListenerDirectories() {}

    /** Whether a process has a directory. */
    public enum Use {
        IN_USE,
        FREE,
        /** It cannot be found out, for instance because it belongs to another user. */
        UNKNOWN
    }

    /**
     * One of them.
     *
     * @param owner whose it is, as far as it says so
     * @param use whether that listener, or whoever it is, runs
     * @param problem why it cannot be read, as a clause; empty if it can
     */
    public record ListenerDirectory(Path path, Optional<ListenerId> owner, Use use, Optional<String> problem) {

        /** Whether it is known that no process has it. */
        public boolean isFree() {
            return use == Use.FREE;
        }
    }

    /**
     * All of them, by name, those that cannot be read too; no symbolic link is followed. The lock of each is shared for an
     * instant to find out whether it is in use.
     *
     * @param base the state directory of all listeners
     * @param locks those of this process
     * @throws IOException if the base cannot be listed
     */
    public static List<ListenerDirectory> in(Path base, FileLocks locks) throws IOException {
        return paths(base).stream().map(directory -> read(directory, locks)).toList();
    }

    /**
     * Their paths, by name; no lock is touched.
     *
     * @throws IOException if the base cannot be listed
     */
    public static List<Path> paths(Path base) throws IOException {
        try (GuardedDirectory directory = new TrustedPath().open(base.toAbsolutePath())) {
            List<Path> paths = new ArrayList<>();
            for (Path name : new TreeSet<>(directory.names(MAX_DIRECTORIES))) {
                Path path = base.resolve(name);
                if (!name.toString().equals(PAUSES) && Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                    paths.add(path);
                }
            }
            return List.copyOf(paths);
        }
    }

    /** A directory that its listener cannot take meanwhile. */
    @FunctionalInterface
    public interface Kept extends AutoCloseable {
        @Override
        void close() throws IOException;
    }

    /**
     * Keeps the listener of a directory from starting until the result is closed: it waits for that.
     *
     * @throws IOException if a process has the directory, or that cannot be found out
     */
    public static Kept keep(ListenerDirectory directory, FileLocks locks) throws IOException {
        Path lock = directory.path().resolve(StateDirectory.LOCK);
        Optional<FileLocks.Held> held = locks.tryAcquireExisting(lock);
        if (held.isEmpty() && Files.exists(lock, LinkOption.NOFOLLOW_LINKS)) {
            throw new StateDirectory.InUseException(directory.path());
        }
        return () -> {
            if (held.isPresent()) {
                held.get().close();
            }
        };
    }

    /** One of the {@link #paths}, with its owner and whether it is in use. */
    public static ListenerDirectory read(Path directory, FileLocks locks) {
        Optional<ListenerId> owner = Optional.empty();
        try {
            owner = StateDirectory.owner(directory);
            Use use = StateDirectory.isInUse(directory, locks) ? Use.IN_USE : Use.FREE;
            return new ListenerDirectory(directory, owner, use, Optional.empty());
        } catch (IOException e) {
            LOG.debug("state directory {}: cannot be read: {}", directory, AtomicFile.reason(e));
            return new ListenerDirectory(directory, owner, Use.UNKNOWN, Optional.of(AtomicFile.reason(e)));
        }
    }
}
