package org.superlance.oomemonitor;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;

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
                return new Unusable(file + " is " + kind(found) + " and no regular file, so it is taken for no marker");
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
