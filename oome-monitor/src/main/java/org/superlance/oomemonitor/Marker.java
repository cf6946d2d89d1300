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
 * A marker: the regular file by which a program reports that it has run out of memory. The same file written again is
 * another marker.
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

        /**
         * Reads the attributes of the file itself: a symbolic link is not followed, because its target would be
         * removed.
         */
        static MarkerProbe at(Path file) {
            try {
                PosixFileAttributes found =
                        Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                if (!found.isRegularFile()) {
                    return new Unusable(file + " is " + kind(found) + ", not a regular file; ignored");
                }
                return new Found(new Marker(
                        file,
                        found.lastModifiedTime().toInstant(),
                        String.valueOf(found.fileKey()),
                        found.owner().getName()));
            } catch (NoSuchFileException e) {
                return new Absent();
            } catch (AccessDeniedException e) {
                return new Unusable("cannot check " + file
                        + ": permission denied; run oome_monitor as the user of the program or as root");
            } catch (IOException e) {
                return new Unusable("cannot check " + file + ": " + e.getMessage());
            }
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
                    : well(process, location, Optional.of(marker), written + ", before its start");
        }

        private static String foreign(Marker marker) {
            return marker.file() + " belongs to " + marker.owner()
                    + ", not to the user of the program that names it in OOME_FILE; ignored: let the program write"
                    + " it, or name it with -o";
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
             * Whether the program may name this file as its marker. A program of another user must not cause the
             * removal of a file that it may not remove itself.
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
