package org.superlance.oomemonitor;

import java.io.IOException;
import java.nio.file.Files;

/** How a marker is got out of the way. */
@FunctionalInterface
interface MarkerDisposal {

    /** Deletes it. That it is gone already is as good. */
    MarkerDisposal DELETION = (marker, label) -> {
        Files.deleteIfExists(marker.file());
        return "removed";
    };

    /**
     * Does it.
     *
     * @param label what a marker that is kept is called after
     * @return what has been done with it, for the log
     * @throws IOException if it is still there
     */
    String dispose(Marker marker, String label) throws IOException;
}
