package org.superlance.oomemonitor;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.supervisor.Namespec;

/** Says once of each stale marker that it would be removed, and keeps it. */
final class DryRunMarkerRemover implements MarkerRemover {

    private static final Logger LOG = LoggerFactory.getLogger(DryRunMarkerRemover.class);

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
