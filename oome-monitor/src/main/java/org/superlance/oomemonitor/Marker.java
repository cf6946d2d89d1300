package org.superlance.oomemonitor;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.superlance.listener.restart.Check.CheckResult;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.oomemonitor.Marker.MarkerProbe;
import org.superlance.oomemonitor.MarkerLocator.Location;

/**
 * A marker that lies there: the regular file by which a program says that it has run out of memory. The same file
 * written anew is another marker.
 *
 * @param file absolute, its directory without symbolic links
 * @param written when its content was last changed
 * @param identity tells it from another file that takes its place
 * @param owner the user that it belongs to, or the user's number where it has no name
 */
record Marker(Path file, Instant written, String identity, String owner) {

    /** When it was written, to the second. */
    Instant time() {
        return written.truncatedTo(ChronoUnit.SECONDS);
    }

    /** What lies where a marker would lie. */
    sealed interface MarkerProbe {

        /** Nothing, as it should be. */
        record Absent() implements MarkerProbe {}

        /** A marker. */
        record Found(Marker marker) implements MarkerProbe {}

        /**
         * Something that is no marker, or that may not be looked at.
         *
         * @param sentence what is wrong with it, with a remedy, without a final stop
         */
        record Unusable(String sentence) implements MarkerProbe {}

        /** Looks at the file itself: a symbolic link is not followed, because it would have us remove what it points to. */
        static MarkerProbe at(Path file) {
            try {
                PosixFileAttributes found =
                        Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                if (!found.isRegularFile()) {
                    return new Unusable(
                            file + " is " + kind(found) + " and no regular file, so it is taken for no marker");
                }
                return new Found(new Marker(
                        file,
                        found.lastModifiedTime().toInstant(),
                        String.valueOf(found.fileKey()),
                        found.owner().getName()));
            } catch (NoSuchFileException e) {
                return new Absent();
            } catch (AccessDeniedException e) {
                return new Unusable("this user may not look whether " + file
                        + " is there: run oome_monitor as the user of the program or as root");
            } catch (IOException e) {
                return new Unusable("it is not possible to look whether " + file + " is there: " + e.getMessage());
            }
        }

        private static String kind(PosixFileAttributes found) {
            return found.isSymbolicLink()
                    ? "a symbolic link"
                    : found.isDirectory() ? "a directory" : "a device or the like";
        }
    }

    /**
     * What is to be thought of what lies at the place of a process's marker.
     *
     * @param marker the marker, if there is one that may be believed
     * @param problem what somebody should see to, if there is such a thing
     */
    record MarkerVerdict(CheckResult result, Optional<Marker> marker, Optional<String> problem) {

        /**
         * Judges.
         *
         * @param concerned whether a marker asks for a restart that the process has not had yet
         */
        static MarkerVerdict of(
                ProcessInfo process, Location location, MarkerProbe probe, Ownership ownership, boolean concerned) {
            if (probe instanceof MarkerProbe.Unusable unusable) {
                return odd(process, location, unusable.sentence());
            }
            if (!(probe instanceof MarkerProbe.Found found)) {
                return well(process, location, Optional.empty(), "there is no " + location.file());
            }
            Marker marker = found.marker();
            if (location.namedByProgram() && !ownership.isTrusted(marker)) {
                return odd(process, location, foreign(marker));
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
                    : well(process, location, Optional.of(marker), written + ", before it was started");
        }

        private static String foreign(Marker marker) {
            return marker.file() + " belongs to " + marker.owner()
                    + " and not to the user of the program that names it in its"
                    + " OOME_FILE, so it is taken for no marker: have the program write it, or name it with -o";
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
         * @param user whose the program is, or empty if that user has no name
         * @param ourselves whose oome_monitor is
         */
        record Ownership(Optional<String> user, String ourselves) {

            /**
             * Whether the program may name this file as its marker. Another user's program must not have us remove what it
             * may not remove itself.
             */
            boolean isTrusted(Marker marker) {
                if (user.isEmpty()) {
                    return marker.owner().chars().allMatch(Character::isDigit);
                }
                return user.get().equals(ourselves) || user.get().equals(marker.owner());
            }
        }
    }
}
