package org.superlance.listener.pause;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.superlance.listener.state.AtomicFile;
import org.superlance.listener.state.ListenerDirectories;
import org.superlance.listener.state.TrustedPath;
import org.superlance.listener.state.TrustedPath.UntrustedPathException;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessPattern;

/**
 * The pauses below a state directory, one small file each. Any user may read them; those who obey them believe only root and
 * their own user. Keeps nothing in memory. Thread-safe.
 */
public final class PauseFiles {

    static final String SUFFIX = ".pause";

    private static final int MAX_SIZE = 64 << 10;
    private static final int MAX_FILES = 1_000;
    /** For who reads later what was paused. */
    private static final Duration KEPT = Duration.ofDays(30);

    private final Path directory;
    private final TrustedPath paths;

    /** @param base the state directory of all listeners */
    public PauseFiles(Path base) {
        this(base, new TrustedPath());
    }

    PauseFiles(Path base, TrustedPath paths) {
        this.directory = base.toAbsolutePath().resolve(ListenerDirectories.PAUSES);
        this.paths = paths;
    }

    /** The directory of the pauses, whether it exists or not. */
    public Path path() {
        return directory;
    }

    /**
     * What is there, ended or not.
     *
     * @param pauses the oldest first
     * @param objections to files that are ignored, as sentences
     */
    public record Found(List<Pause> pauses, List<String> objections) {

        public Found {
            pauses = List.copyOf(pauses);
            objections = List.copyOf(objections);
        }

        /** Those that are not over at that time. */
        public List<Pause> open(Instant now) {
            return pauses.stream().filter(pause -> pause.isOpen(now)).toList();
        }
    }

    /** Reads all pauses that can be believed; a directory that is missing has none. */
    public Found read() {
        List<Pause> pauses = new ArrayList<>();
        List<String> objections = new ArrayList<>();
        try {
            // others can put nothing there: not even their pauses are listed, of which there may be a million
            paths.requireOwnEntries(directory);
            for (String name : names()) {
                read(name, pauses, objections);
            }
        } catch (NoSuchFileException e) {
            return new Found(List.of(), List.of());
        } catch (IOException e) {
            objections.add("pauses in " + directory + " ignored: " + AtomicFile.reason(e));
        }
        pauses.sort((one, other) -> one.begin().compareTo(other.begin()));
        return new Found(pauses, objections);
    }

    private void read(String name, List<Pause> pauses, List<String> objections) {
        Path file = directory.resolve(name);
        try {
            Path trusted = paths.regularFile(file);
            Pause pause = Pause.parse(new String(AtomicFile.read(trusted, MAX_SIZE), UTF_8));
            Duration length = Duration.between(pause.begin(), pause.end());
            if (length.compareTo(Pause.MAX.multipliedBy(2)) > 0) {
                objections.add("pause " + file + " ignored: it is longer than any that superlance pause makes");
            } else {
                pauses.add(pause);
            }
        } catch (NoSuchFileException e) {
            // it was deleted since it was listed
        } catch (IOException e) {
            objections.add("pause " + file + " ignored: " + AtomicFile.reason(e));
        } catch (IllegalArgumentException e) {
            objections.add("pause " + file + " ignored: " + e.getMessage());
        }
    }

    private Set<String> names() throws IOException {
        TreeSet<String> names = new TreeSet<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
            for (Path file : files) {
                names.add(file.getFileName().toString());
                if (names.size() > MAX_FILES) {
                    names.pollLast();
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return names;
    }

    /**
     * Pauses the programs; a pause of the same programs that is not over ends then instead.
     *
     * @param length at most {@link Pause#MAX}
     * @return the pause as it is now
     * @throws UntrustedPathException if no listener would believe it, since others can change what is there
     * @throws IOException if it cannot be written
     */
    public Pause pause(ProcessPattern programs, Duration length, String by, Instant now) throws IOException {
        makeDirectory();
        Pause asked = Pause.of(programs, now, length, by);
        Pause pause = read().open(now).stream()
                .filter(open -> open.programs().toString().equals(programs.toString()))
                .filter(open -> !open.begin().isAfter(now))
                .filter(open -> Duration.between(open.begin(), asked.end()).compareTo(Pause.MAX.multipliedBy(2)) <= 0)
                .findFirst()
                .map(open -> new Pause(programs, open.begin(), asked.end(), by, List.of(), asked.resumed()))
                .orElse(asked);
        write(pause);
        removeOld(now);
        return pause;
    }

    /**
     * What became of names that were to be resumed.
     *
     * @param changed the pauses that were changed, as they are now
     * @param unpaused the names of which no pause is
     */
    public record Resumed(List<Pause> changed, List<ProcessPattern> unpaused) {

        public Resumed {
            changed = List.copyOf(changed);
            unpaused = List.copyOf(unpaused);
        }
    }

    /**
     * Ends the pauses of these programs before their time: a pause of the same name ends, and one of more programs goes on
     * without them.
     *
     * @param programs empty for all
     * @param known the programs that there are; a name of none of them, or of any if this is empty, is taken out of all
     *     pauses that may be about it
     * @throws IOException if one cannot be written
     */
    public Resumed resume(List<ProcessPattern> programs, Collection<Namespec> known, String by, Instant now)
            throws IOException {
        List<Pause> changed = new ArrayList<>();
        Set<ProcessPattern> unpaused = new LinkedHashSet<>(programs);
        for (Pause open : read().open(now)) {
            List<ProcessPattern> some = programs.stream()
                    .filter(name -> isWithin(open.programs(), name) || mayShare(open, name, known))
                    .toList();
            if (programs.isEmpty() || !some.isEmpty()) {
                Pause after = without(open, some, by, now);
                write(after);
                changed.add(after);
            }
            some.forEach(unpaused::remove);
        }
        return new Resumed(changed, List.copyOf(unpaused));
    }

    private static Pause without(Pause pause, List<ProcessPattern> programs, String by, Instant now) {
        if (programs.isEmpty() || programs.stream().anyMatch(some -> isWithin(pause.programs(), some))) {
            return pause.resumed(now, by);
        }
        Pause left = pause;
        for (ProcessPattern some : programs) {
            left = left.without(some);
        }
        return left;
    }

    /** Whether all programs of the pause are meant, as far as the names show it. */
    private static boolean isWithin(ProcessPattern paused, ProcessPattern some) {
        return Pause.isAll(some) || some.equals(paused) || (isOneProgram(paused) && some.matches(namespec(paused)));
    }

    /** Whether a program of that name is paused; where no such program is known, whether one may be. */
    private static boolean mayShare(Pause pause, ProcessPattern some, Collection<Namespec> known) {
        List<Namespec> meant = known.stream().filter(some::matches).toList();
        if (!meant.isEmpty()) {
            return meant.stream().anyMatch(pause::covers);
        }
        return isOneProgram(some)
                ? pause.covers(namespec(some))
                : pause.programs().overlaps(some) && !pause.except().contains(some);
    }

    private static boolean isOneProgram(ProcessPattern pattern) {
        String text = pattern.toString();
        return text.indexOf(':') > 0 && !text.endsWith(":") && text.indexOf('*') < 0 && text.indexOf('?') < 0;
    }

    private static Namespec namespec(ProcessPattern pattern) {
        return Namespec.parse(pattern.toString());
    }

    /** Below a state directory that exists: a pause in another one would be seen by nobody. */
    private void makeDirectory() throws IOException {
        try {
            paths.requireOwnEntries(directory);
        } catch (NoSuchFileException e) {
            Path base = directory.getParent();
            if (base == null || !Files.isDirectory(base)) {
                throw e;
            }
            AtomicFile.directory(directory);
            allowReading(directory, "rwxr-xr-x");
            paths.requireOwnEntries(directory);
        }
    }

    private void write(Pause pause) throws IOException {
        Path file = directory.resolve(pause.fileName());
        AtomicFile.write(file, pause.format());
        allowReading(file, "rw-r--r--");
    }

    /** Listeners of other users are to see it. */
    private static void allowReading(Path path, String permissions) throws IOException {
        PosixFileAttributeView view =
                Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        if (view != null) {
            view.setPermissions(PosixFilePermissions.fromString(permissions));
        }
    }

    private void removeOld(Instant now) throws IOException {
        for (String name : names()) {
            Path file = directory.resolve(name);
            try {
                BasicFileAttributes found =
                        Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                if (found.lastModifiedTime().toInstant().isBefore(now.minus(KEPT))) {
                    Files.deleteIfExists(file);
                }
            } catch (IOException e) {
                // of another user, or gone: it is read over
            }
        }
    }
}
