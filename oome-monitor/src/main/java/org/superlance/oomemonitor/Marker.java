package org.superlance.oomemonitor;

import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

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
}
