package org.superlance.listener.restart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.state.AtomicFile;
import org.superlance.listener.state.SpoolDirectory;
import org.superlance.listener.state.SpoolDirectory.Access;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.util.Comparators;

/**
 * Remembers, across restarts of the listener, which processes it is about to stop and must start again, and which restarts
 * it has not reported yet. Thread-safe.
 */
public interface RestartJournal {

    /**
     * Records a restart that is about to begin, or what is new about it. When this returns, the record is on disk if
     * possible.
     *
     * @return the note as it is recorded
     */
    RestartNote record(RestartNote note);

    /**
     * Removes the record of that restart: it is told, and the process is running again, or need not be started any more. A
     * later restart of the same process is not affected.
     */
    void remove(RestartNote note);

    /** The restarts that an earlier run of this listener has not finished, or not told; each is returned once. */
    List<RestartNote> pending();

    /** Whether {@link #pending} would return a restart of that process; takes none. */
    boolean isPending(Namespec name);

    /** How many restarts are recorded; looks at nothing but the number. */
    int size();

    /** Whose it is, such as {@code memmon web:memmon}; empty if it is nobody's. */
    default String owner() {
        return "";
    }

    /** For a listener without a state directory: records nothing. */
    static RestartJournal none() {
        return new RestartJournal() {
            @Override
            public RestartNote record(RestartNote note) {
                return note;
            }

            @Override
            public void remove(RestartNote note) {}

            @Override
            public List<RestartNote> pending() {
                return List.of();
            }

            @Override
            public boolean isPending(Namespec name) {
                return false;
            }

            @Override
            public int size() {
                return 0;
            }
        };
    }

    /** One file per process, in a directory of this listener only; its first line is the namespec. */
    final class FileRestartJournal implements RestartJournal {

        private static final Logger LOG = LoggerFactory.getLogger(FileRestartJournal.class);
        private static final RestartNoteCodec CODEC = new RestartNoteCodec();

        private final SpoolDirectory<RestartNote> files;
        private final SpoolDirectory<RestartNote> failed;
        private final InstantSource clock;
        private final String owner;
        private final Predicate<String> isQueued;
        /** By process, the id of the restart that this run knows of. */
        private final Map<Namespec, String> known = new HashMap<>();

        private final Set<String> unreadable = new HashSet<>();

        /** In a directory that can always be used. */
        public FileRestartJournal(Path directory, InstantSource clock) {
            this(directory, Access.UNRESTRICTED, clock, "", id -> false);
        }

        /**
         * In a directory that may be used as far as it is allowed.
         *
         * @param owner whose it is, such as {@code memmon web:memmon}
         * @param isQueued whether an earlier run has queued the alert with this id
         */
        public FileRestartJournal(
                Path directory, Access access, InstantSource clock, String owner, Predicate<String> isQueued) {
            this.files = new SpoolDirectory<>(directory, CODEC, access);
            this.failed = files.subdirectory("failed");
            this.clock = clock;
            this.owner = owner;
            this.isQueued = isQueued;
        }

        /** What the restarts that are recorded in a directory are called: by the process, or by the file if it is damaged. */
        public static List<String> names(Path directory) throws IOException {
            SpoolDirectory<RestartNote> notes = new SpoolDirectory<>(directory, CODEC);
            List<String> names = new ArrayList<>();
            for (String file : notes.list().keySet()) {
                try {
                    names.add(notes.read(file).name().toString());
                } catch (IOException | IllegalArgumentException e) {
                    LOG.debug("{}: not a record of a restart", notes.path(file), e);
                    names.add(file);
                }
            }
            return names;
        }

        @Override
        public String owner() {
            return owner;
        }

        @Override
        public synchronized RestartNote record(RestartNote note) {
            RestartNote dated = note.since().equals(Instant.EPOCH) ? note.begun(clock.instant(), owner) : note;
            known.put(note.name(), note.id());
            try {
                files.write(dated);
            } catch (IOException e) {
                LOG.error(
                        "{}: cannot record its restart in {}: {}; restarting anyway, but it stays stopped if this"
                                + " listener is killed meanwhile",
                        note.name(),
                        files,
                        AtomicFile.reason(e));
            }
            return dated;
        }

        @Override
        public synchronized void remove(RestartNote note) {
            if (!known.remove(note.name(), note.id())) {
                return;
            }
            Path file = files.path(CODEC.fileName(note));
            try {
                // not through the spool, which does not wait for the disk: a file that is back after a crash is one
                // more start
                AtomicFile.delete(file);
            } catch (IOException e) {
                LOG.error("{}: cannot delete {}: {}; delete it by hand", note.name(), file, AtomicFile.reason(e));
            }
        }

        @Override
        public synchronized int size() {
            try {
                return files.list().size();
            } catch (IOException e) {
                // reported where they are read
                return 0;
            }
        }

        @Override
        public synchronized boolean isPending(Namespec name) {
            return !known.containsKey(name) && Files.exists(files.path(RestartNoteCodec.fileName(name)));
        }

        @Override
        public synchronized List<RestartNote> pending() {
            List<RestartNote> pending = new ArrayList<>();
            try {
                files.removeTemporaryFiles();
                for (String file : files.list().keySet()) {
                    read(file)
                            .map(note -> underItsName(file, note))
                            .filter(note -> !known.containsKey(note.name()))
                            .ifPresent(note -> take(note, pending));
                }
            } catch (IOException e) {
                LOG.error("cannot read interrupted restarts in {}: {}", files, AtomicFile.reason(e));
            }
            pending.sort(Comparators.comparing(RestartNote::name));
            return pending;
        }

        /**
         * Takes over the restarts that are recorded in the directory of a listener that does not run, except for processes
         * that this one restarts itself.
         *
         * @throws IOException if one cannot be moved; the others before it are
         */
        public synchronized void adopt(Path restarts) throws IOException {
            SpoolDirectory<RestartNote> theirs = new SpoolDirectory<>(restarts, CODEC);
            for (String file : theirs.list().keySet()) {
                if (!Files.exists(files.path(file))) {
                    theirs.moveTo(files, file);
                }
            }
        }

        private void take(RestartNote note, List<RestartNote> pending) {
            known.put(note.name(), note.id());
            if (isQueued.test(note.id())) {
                LOG.debug("{}: its restart is over and told", note.name());
                remove(note);
            } else {
                pending.add(isQueued.test(note.startFailureId()) ? note.withStartFailed() : note);
            }
        }

        /** A file that somebody has renamed would come back each time. */
        private RestartNote underItsName(String file, RestartNote note) {
            if (!file.equals(CODEC.fileName(note))) {
                try {
                    files.write(note);
                    AtomicFile.delete(files.path(file));
                } catch (IOException e) {
                    LOG.warn("{} cannot be renamed: {}", files.path(file), AtomicFile.reason(e));
                }
            }
            return note;
        }

        /** One that cannot be read hides no other. */
        private Optional<RestartNote> read(String file) {
            try {
                return Optional.of(files.read(file));
            } catch (NoSuchFileException e) {
                LOG.debug("{} was deleted", files.path(file));
            } catch (IOException e) {
                setAside(file, AtomicFile.reason(e));
            } catch (IllegalArgumentException e) {
                setAside(file, String.valueOf(e.getMessage()));
            }
            return Optional.empty();
        }

        private void setAside(String file, String why) {
            if (!unreadable.add(file)) {
                return;
            }
            String start = "if the program that its name tells of is stopped, start it by hand";
            try {
                files.moveTo(failed, file);
                unreadable.remove(file);
                LOG.error(
                        "{}: not a record of an interrupted restart: {}; moved to {}; {}",
                        files.path(file),
                        why,
                        failed,
                        start);
            } catch (IOException e) {
                LOG.error(
                        "{}: not a record of an interrupted restart: {}; it cannot be moved to {}: {}; {}",
                        files.path(file),
                        why,
                        failed,
                        AtomicFile.reason(e),
                        start);
            }
        }
    }
}
