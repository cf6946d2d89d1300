package org.superlance.oomemonitor;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.state.GuardedDirectory;
import org.superlance.listener.state.TrustedPath;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.oomemonitor.Marker.MarkerProbe;

/** Removes markers and logs it. */
interface MarkerRemover {

    /** Removes a marker that concerns no process. */
    void removeStale(Marker marker);

    /** Removes the marker of a process that has been stopped for it. */
    void removeHandled(Marker marker, Namespec process);

    /** Forgets all other markers: they are gone. */
    void forgetAllBut(Collection<Marker> present);

    /** How a marker is removed. */
    @FunctionalInterface
    interface Disposal {

        /** Deletes it. */
        Disposal DELETION = (marker, directory, label) -> {
            directory.delete(marker.name());
            return "removed";
        };

        /**
         * Removes it.
         *
         * @param directory in which the marker has been seen, open since
         * @param label a part of the name of a marker that is kept
         * @return what was done with it, for the log
         * @throws IOException if it is still there
         */
        String dispose(Marker marker, GuardedDirectory directory, String label) throws IOException;
    }

    /** Tries at every occasion, and logs a failure once for each marker. */
    static final class DisposingMarkerRemover implements MarkerRemover {

        private static final Logger LOG = LoggerFactory.getLogger(MarkerRemover.class);

        private final Disposal disposal;
        private final TrustedPath paths;
        private final Set<Marker> stuck = new HashSet<>();

        DisposingMarkerRemover(Disposal disposal, TrustedPath paths) {
            this.disposal = disposal;
            this.paths = paths;
        }

        @Override
        public void removeStale(Marker marker) {
            dispose(marker, "stale")
                    .ifPresent(done -> LOG.info(
                            "stale marker {} {}: written at {}, before the running program was started; nothing is"
                                    + " restarted",
                            marker.file(),
                            done,
                            marker.time()));
        }

        @Override
        public void removeHandled(Marker marker, Namespec process) {
            dispose(marker, process.toString())
                    .ifPresent(done -> LOG.info("{}: marker {} {}", process, marker.file(), done));
        }

        @Override
        public void forgetAllBut(Collection<Marker> present) {
            stuck.retainAll(present);
        }

        private Optional<String> dispose(Marker marker, String label) {
            try {
                return disposeIn(marker, label);
            } catch (IOException e) {
                if (stuck.add(marker)) {
                    LOG.error(
                            "cannot remove marker {}: {}; nothing is restarted for it again: remove it by hand, and"
                                    + " let oome_monitor write to its directory",
                            marker.file(),
                            e instanceof AccessDeniedException ? "permission denied" : e.getMessage());
                }
                return Optional.empty();
            }
        }

        /**
         * Looks again, and removes in the directory that it looked into: meanwhile another directory, a link or a file
         * of somebody else can have taken the place.
         */
        private Optional<String> disposeIn(Marker marker, String label) throws IOException {
            try (GuardedDirectory directory =
                    paths.open(requireNonNull(marker.file().getParent()))) {
                MarkerProbe now = MarkerProbe.in(directory, marker.file(), paths);
                if (now instanceof MarkerProbe.Unusable unusable) {
                    throw new IOException(unusable.sentence());
                }
                if (now.equals(new MarkerProbe.Found(marker))) {
                    return Optional.of(disposal.dispose(marker, directory, label));
                }
                if (now instanceof MarkerProbe.Found) {
                    LOG.debug("{} has just been replaced: left to the next check", marker.file());
                    return Optional.empty();
                }
                return Optional.of("already gone");
            } catch (NoSuchFileException e) {
                return Optional.of("already gone");
            }
        }
    }

    /** Logs once for each stale marker that it would be removed, and keeps it. */
    static final class DryRunMarkerRemover implements MarkerRemover {

        private static final Logger LOG = LoggerFactory.getLogger(MarkerRemover.class);

        private final Set<Marker> said = new HashSet<>();

        @Override
        public void removeStale(Marker marker) {
            if (said.add(marker)) {
                LOG.info(
                        "dry run, would remove stale marker {}: written at {}, before the running program was"
                                + " started; nothing would be restarted",
                        marker.file(),
                        marker.time());
            }
        }

        @Override
        public void removeHandled(Marker marker, Namespec process) {
            LOG.info("{}: dry run, would remove marker {}", process, marker.file());
        }

        @Override
        public void forgetAllBut(Collection<Marker> present) {
            said.retainAll(present);
        }
    }
}
