package org.superlance.oomemonitor;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.supervisor.Namespec;

/** Tries at every occasion, and says of each marker once that it does not succeed. */
final class DisposingMarkerRemover implements MarkerRemover {

    private static final Logger LOG = LoggerFactory.getLogger(DisposingMarkerRemover.class);

    private final MarkerDisposal disposal;
    private final Set<Marker> stuck = new HashSet<>();

    DisposingMarkerRemover(MarkerDisposal disposal) {
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
