package org.superlance.oomemonitor;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;
import org.superlance.listener.restart.Check.CheckResult;
import org.superlance.listener.state.AtomicFile;
import org.superlance.listener.state.GuardedDirectory;
import org.superlance.listener.state.TrustedPath;
import org.superlance.listener.state.TrustedPath.UntrustedPathException;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.oomemonitor.MarkerLocator.Location;

/**
 * A marker: the regular file by which a program reports that it has run out of memory. The same file written again is
 * another marker.
 *
 * @param file absolute, its directory without symbolic links
 * @param written when its content was last changed
 * @param identity tells it, in its directory, from another file that takes its place
 * @param owner the user that it belongs to, or the user's number where it has no name
 * @param place who can change what is at its path
 */
record Marker(Path file, Instant written, String identity, String owner, Place place) {

    /**
     * Who can change what is at the path of a marker.
     *
     * @param trusted whether nobody but root and the user of oome_monitor can
     * @param owner the user that the directory belongs to
     * @param openToAll whether every user can write into the directory
     */
    record Place(boolean trusted, String owner, boolean openToAll) {}

    /** Its name in its directory. */
    Path name() {
        return requireNonNull(file.getFileName());
    }

    /** When it was written, to the second. */
    Instant time() {
        return written.truncatedTo(ChronoUnit.SECONDS);
    }

    /** What is at the path of a marker. */
    sealed interface MarkerProbe {

        /** Nothing. */
        record Absent() implements MarkerProbe {}

        /** A marker. */
        record Found(Marker marker) implements MarkerProbe {}

        /**
         * Something that is not a marker, or that may not be read.
         *
         * @param sentence what is wrong with it, with a remedy
         */
        record Unusable(String sentence) implements MarkerProbe {}

        /** Looks at a path, in the directory that {@link TrustedPath#open} finds there. */
        static MarkerProbe at(Path file, TrustedPath paths) {
            Path directory = file.getParent();
            if (directory == null) {
                return new Unusable(file + " is a directory, not a regular file; ignored");
            }
            try (GuardedDirectory open = paths.open(directory)) {
                return in(open, file, paths);
            } catch (UntrustedPathException e) {
                return new Unusable(
                        e.getMessage() + "; marker " + file + " ignored: name the directory itself, without links");
            } catch (IOException e) {
                return failed(file, e);
            }
        }

        /**
         * Reads the attributes of the file itself: a symbolic link is not followed, because its target would be
         * removed.
         *
         * @param directory that of the file
         */
        static MarkerProbe in(GuardedDirectory directory, Path file, TrustedPath paths) {
            try {
                PosixFileAttributes found = directory.attributes(requireNonNull(file.getFileName()));
                if (!found.isRegularFile()) {
                    return new Unusable(file + " is " + kind(found) + ", not a regular file; ignored");
                }
                PosixFileAttributes above = directory.attributes();
                return new Found(new Marker(
                        file,
                        found.lastModifiedTime().toInstant(),
                        above.fileKey() + " " + found.fileKey(),
                        found.owner().getName(),
                        new Place(
                                directory.isTrusted() && paths.resolve(file).isTrusted(),
                                above.owner().getName(),
                                above.permissions().contains(PosixFilePermission.OTHERS_WRITE))));
            } catch (IOException e) {
                return failed(file, e);
            }
        }

        private static MarkerProbe failed(Path file, IOException reason) {
            if (reason instanceof NoSuchFileException) {
                return new Absent();
            }
            return new Unusable(
                    reason instanceof AccessDeniedException
                            ? "cannot check " + file
                                    + ": permission denied; run oome_monitor as the user of the program or as root"
                            : "cannot check " + file + ": " + AtomicFile.reason(reason));
        }

        private static String kind(PosixFileAttributes found) {
            return found.isSymbolicLink()
                    ? "a symbolic link"
                    : found.isDirectory() ? "a directory" : "a device or the like";
        }
    }

    /**
     * The result of checking the marker of a process.
     *
     * @param marker the marker, if there is one that is trusted
     * @param problem what needs attention, if anything
     */
    record MarkerVerdict(CheckResult result, Optional<Marker> marker, Optional<String> problem) {

        /**
         * The result for what is at the path.
         *
         * @param concerned whether a marker asks for a restart that the process has not had yet
         */
        static MarkerVerdict of(
                ProcessInfo process, Location location, MarkerProbe probe, Ownership ownership, boolean concerned) {
            if (probe instanceof MarkerProbe.Unusable unusable) {
                return odd(process, location, unusable.sentence());
            }
            if (!(probe instanceof MarkerProbe.Found found)) {
                return well(process, location, Optional.empty(), "no marker " + location.file());
            }
            Marker marker = found.marker();
            if (!ownership.isTrusted(marker, location)) {
                return odd(process, location, foreign(marker, location));
            }
            String written = location.file() + " (" + location.origin() + ") was written at " + marker.time();
            return concerned
                    ? new MarkerVerdict(
                            new CheckResult(
                                    process,
                                    true,
                                    location.file().toString(),
                                    location.origin(),
                                    "out of memory: " + written,
                                    "marker"),
                            Optional.of(marker),
                            Optional.empty())
                    : well(process, location, Optional.of(marker), written + ", before its start");
        }

        private static String foreign(Marker marker, Location location) {
            return location.namedByProgram()
                    ? marker.file() + " belongs to " + marker.owner()
                            + ", not to the user of the program that names it in OOME_FILE; ignored: let the program"
                            + " write it, or name it with -o"
                    : marker.file() + " belongs to " + marker.owner()
                            + ", not to the user of the program, and another user can have put it there; ignored: let"
                            + " the program write it";
        }

        private static MarkerVerdict odd(ProcessInfo process, Location location, String sentence) {
            CheckResult result = new CheckResult(
                    process, false, location.file().toString(), location.origin(), sentence, CheckResult.INDETERMINATE);
            return new MarkerVerdict(result, Optional.empty(), Optional.of(sentence));
        }

        private static MarkerVerdict well(
                ProcessInfo process, Location location, Optional<Marker> marker, String reason) {
            CheckResult result = new CheckResult(process, false, location.file().toString(), location.origin(), reason);
            return new MarkerVerdict(result, marker, Optional.empty());
        }

        /**
         * Who could have written a marker.
         *
         * @param user whose the program is, by name or number; empty if that is not known
         * @param ourselves whose oome_monitor is
         */
        record Ownership(Optional<String> user, String ourselves) {

            private static final String ROOT = "root";

            /**
             * Whether the marker may be removed for the program: somebody else must not cause the removal of a file
             * that they cannot remove themselves, neither by its name nor by what they put in its place.
             */
            boolean isTrusted(Marker marker, Location location) {
                boolean written = user.isPresent() && user.get().equals(marker.owner());
                if (location.namedByProgram()) {
                    return written || (user.isPresent() && user.get().equals(ourselves));
                }
                Place place = marker.place();
                return written
                        || place.trusted()
                        || !isOurs(place.owner())
                        || (place.openToAll() && !isOurs(marker.owner()));
            }

            private boolean isOurs(String owner) {
                return owner.equals(ROOT) || owner.equals(ourselves);
            }
        }

        /**
         * Whose the running programs are. The system is asked once for the name of each user, and not once for each
         * program; so this is for one check.
         */
        static final class ProgramOwners implements LongFunction<Ownership> {

            private static final String UID = "uid";

            private final Map<Object, String> names = new HashMap<>();
            private final String ourselves =
                    owner(Path.of("/proc/self")).orElseGet(() -> System.getProperty("user.name"));

            /** @param pid of a running process */
            @Override
            public Ownership apply(long pid) {
                Optional<String> user = owner(Path.of("/proc/" + pid))
                        .or(() -> ProcessHandle.of(pid)
                                .flatMap(process -> process.info().user()));
                return new Ownership(user, ourselves);
            }

            /** A process can change its user between two looks, so a name is taken from the look that has its number. */
            private Optional<String> owner(Path file) {
                try {
                    String name = names.get(Files.getAttribute(file, "unix:" + UID));
                    if (name == null) {
                        Map<String, Object> found = Files.readAttributes(file, "unix:" + UID + ",owner");
                        name = ((UserPrincipal) requireNonNull(found.get("owner"))).getName();
                        names.put(requireNonNull(found.get(UID)), name);
                    }
                    return Optional.of(name);
                } catch (IOException | UnsupportedOperationException e) {
                    return Optional.empty();
                }
            }
        }
    }
}
