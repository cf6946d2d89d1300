package org.superlance.superlance.spool;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.superlance.listener.state.GuardedDirectory;
import org.superlance.listener.state.ListenerDirectories.ListenerDirectory;
import org.superlance.listener.state.MessageCodec;
import org.superlance.listener.state.TrustedPath;
import org.superlance.superlance.spool.SpoolEntry.Kind;

/** What the directories of listeners hold. Follows no link, whoever owns a directory, and reads within bounds. */
public final class SpoolInventory {

    /** The directory of what was set aside, in that of its kind. */
    static final Path FAILED = Path.of("failed");

    /** The directory of what is told later, in an outbox. */
    static final Path HELD = Path.of("held");

    private static final int MAX_SPOOLS = 1_000;
    private static final int MAX_FILES = 100_000;
    private static final int MAX_SIZE = 8 << 20;
    private static final String OUTBOX = "outbox";
    private static final String FAILURES = "incidents";
    private static final String RESTARTS = "restarts";
    private static final String MESSAGE = ".alert";
    private static final String RESTART = ".restart";

    private SpoolInventory() {}

    /**
     * Everything that waits or was set aside in the directory of a listener, oldest first.
     *
     * @throws IOException if it cannot be read
     */
    public static List<SpoolEntry> of(ListenerDirectory listener) throws IOException {
        List<SpoolEntry> found = new ArrayList<>();
        List<Path> names;
        try (GuardedDirectory directory = open(listener.path())) {
            names = directory.names(MAX_SPOOLS);
        }
        for (Path name : names) {
            String text = name.toString();
            if (text.equals(OUTBOX) || text.startsWith(OUTBOX + "-")) {
                add(listener, name, Kind.ALERT, MESSAGE, found);
                add(listener, name.resolve(HELD), Kind.HELD, MESSAGE, found);
                add(listener, name.resolve(FAILED), Kind.REFUSED, MESSAGE, found);
            } else if (text.equals(FAILURES)) {
                add(listener, name, Kind.FAILURE, MESSAGE, found);
                add(listener, name.resolve(FAILED), Kind.DAMAGED, MESSAGE, found);
            } else if (text.equals(RESTARTS)) {
                add(listener, name, Kind.RESTART, RESTART, found);
                add(listener, name.resolve(FAILED), Kind.DAMAGED, RESTART, found);
            }
        }
        found.sort(Comparator.comparing((SpoolEntry entry) -> entry.file().toString()));
        return found;
    }

    static GuardedDirectory open(Path directory) throws IOException {
        return new TrustedPath().open(directory.toAbsolutePath());
    }

    private static void add(ListenerDirectory listener, Path spool, Kind kind, String suffix, List<SpoolEntry> found)
            throws IOException {
        try (GuardedDirectory directory = open(listener.path().resolve(spool))) {
            for (Path file : directory.names(MAX_FILES)) {
                if (file.toString().endsWith(suffix)) {
                    entry(listener, spool, kind, file, directory).ifPresent(found::add);
                }
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            // nothing was ever put there
        }
    }

    private static Optional<SpoolEntry> entry(
            ListenerDirectory listener, Path spool, Kind kind, Path file, GuardedDirectory directory)
            throws IOException {
        try {
            PosixFileAttributes attributes = directory.attributes(file);
            return attributes.isRegularFile()
                    ? Optional.of(new SpoolEntry(
                            kind,
                            id(file.toString()),
                            listener,
                            spool,
                            file,
                            file.toString().endsWith(RESTART)
                                    ? Optional.of(attributes.lastModifiedTime().toInstant())
                                    : MessageCodec.timeOf(file.toString()),
                            attributes.size()))
                    : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** What people type. */
    private static String id(String file) {
        if (file.endsWith(RESTART)) {
            try {
                return URLDecoder.decode(file.substring(0, file.length() - RESTART.length()), UTF_8);
            } catch (IllegalArgumentException e) {
                return file;
            }
        }
        return MessageCodec.idOf(file);
    }

    /**
     * The content of the entry's file.
     *
     * @throws IOException if it cannot be read, or is larger than any that a listener writes
     */
    static String content(SpoolEntry entry) throws IOException {
        return new String(read(entry.path()), UTF_8);
    }

    static byte[] read(Path path) throws IOException {
        Path directory = path.getParent();
        try (GuardedDirectory guarded = open(directory == null ? Path.of("") : directory)) {
            return guarded.read(path.getFileName(), MAX_SIZE);
        }
    }
}
