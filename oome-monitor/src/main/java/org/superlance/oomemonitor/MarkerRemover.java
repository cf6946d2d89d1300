package org.superlance.oomemonitor;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.supervisor.Namespec;

/** Removes markers and says so. */
interface MarkerRemover {

    /** Removes a marker that asks for nothing any more. */
    void removeStale(Marker marker);

    /** Removes the marker of a process that has been stopped for it. */
    void removeHandled(Marker marker, Namespec process);

    /** Of other markers nothing need be remembered: they are gone. */
    void forgetAllBut(Collection<Marker> present);

    /** How a marker is got out of the way. */
    @FunctionalInterface
    interface Disposal {

        /** Deletes it. That it is gone already is as good. */
        Disposal DELETION = (marker, label) -> {
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

    /** Tries at every occasion, and says of each marker once that it does not succeed. */
    static final class DisposingMarkerRemover implements MarkerRemover {

        private static final Logger LOG = LoggerFactory.getLogger(MarkerRemover.class);

        private final Disposal disposal;
        private final Set<Marker> stuck = new HashSet<>();

        DisposingMarkerRemover(Disposal disposal) {
            this.disposal = disposal;
        }

        @Override
        public void removeStale(Marker marker) {
            dispose(marker, "stale")
                    .ifPresent(done -> LOG.info(
                            "{} the stale marker {}: it was written at {}, before what runs now was started, so nothing is"
                                    + " restarted for it",
                            done,
                            marker.file(),
                            marker.time()));
        }

        @Override
        public void removeHandled(Marker marker, Namespec process) {
            dispose(marker, process.toString()).ifPresent(done -> LOG.info("{}: {} {}", process, done, marker.file()));
        }

        @Override
        public void forgetAllBut(Collection<Marker> present) {
            stuck.retainAll(present);
        }

        private Optional<String> dispose(Marker marker, String label) {
            try {
                return Optional.of(disposal.dispose(marker, label));
            } catch (IOException e) {
                if (stuck.add(marker)) {
                    LOG.error(
                            "the marker {} cannot be removed ({}): nothing is restarted for it again; remove it by hand, and"
                                    + " see that oome_monitor may write to its directory",
                            marker.file(),
                            e instanceof AccessDeniedException ? "permission denied" : e.getMessage());
                }
                return Optional.empty();
            }
        }
    }

    /** Says once of each stale marker that it would be removed, and keeps it. */
    static final class DryRunMarkerRemover implements MarkerRemover {

        private static final Logger LOG = LoggerFactory.getLogger(MarkerRemover.class);

        private final Set<Marker> said = new HashSet<>();

        @Override
        public void removeStale(Marker marker) {
            if (said.add(marker)) {
                LOG.info(
                        "dry run, would remove the stale marker {}: it was written at {}, before what runs now was started,"
                                + " so nothing would be restarted for it",
                        marker.file(),
                        marker.time());
            }
        }

        @Override
        public void removeHandled(Marker marker, Namespec process) {
            LOG.info("{}: dry run, would remove {}", process, marker.file());
        }

        @Override
        public void forgetAllBut(Collection<Marker> present) {
            said.retainAll(present);
        }
    }
}
