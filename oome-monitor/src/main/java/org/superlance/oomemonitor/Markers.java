package org.superlance.oomemonitor;

import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.supervisor.Namespec;

/**
 * The processes that are watched, and getting their markers out of the way. A marker goes as soon as it concerns none of
 * the processes that share it, and not sooner: a process that waits for its own restart would miss it. Thread-safe.
 */
final class Markers {

    private static final Logger LOG = LoggerFactory.getLogger(Markers.class);

    private final Function<Path, Sighting> sight;
    private final Removal removal;
    private final Map<Namespec, Watched> watched = new HashMap<>();
    /** What lay there when we stopped a process: it is answered, also if it stays there and whatever its time. */
    private final Map<Namespec, Sighting> answered = new HashMap<>();

    /** @param sight looks what lies at a path */
    Markers(Function<Path, Sighting> sight, Removal removal) {
        this.sight = sight;
        this.removal = removal;
    }

    /** What lies there now. */
    Sighting at(Path file) {
        return sight.apply(file);
    }

    /** Whether the marker asks for a restart of this process that it has not had yet. */
    synchronized boolean concerns(Watched process, Marker marker) {
        return process.isConcernedBy(marker)
                && !new Sighting.Seen(marker)
                        .equals(answered.get(process.process().name()));
    }

    /**
     * Takes what a look has seen, and removes the markers that concern nobody.
     *
     * @param running the processes that run and whose place is known
     * @param names all that there are
     */
    synchronized void looked(List<Watched> running, Set<Namespec> names, Collection<Marker> seen) {
        watched.clear();
        running.forEach(process -> watched.put(process.process().name(), process));
        answered.keySet().retainAll(names);
        removal.forgetAllBut(seen);
        seen.stream().filter(this::concernsNobody).forEach(removal::ofStale);
    }

    /** What is to be done when the process has been stopped and is not started yet. */
    synchronized Runnable step(Namespec name) {
        Watched process = watched.get(name);
        return process == null ? () -> {} : () -> stopped(process);
    }

    private synchronized void stopped(Watched process) {
        Namespec name = process.process().name();
        Sighting sighting = sight.apply(process.file());
        answered.put(name, sighting);
        if (!(sighting instanceof Sighting.Seen seen)) {
            LOG.debug("{}: its marker {} is gone already", name, process.file());
        } else if (concernsNobody(seen.marker())) {
            removal.ofAnswered(seen.marker(), name);
        } else {
            LOG.info("{}: {} stays for now, because it concerns another process too", name, process.file());
        }
    }

    private boolean concernsNobody(Marker marker) {
        return watched.values().stream().noneMatch(process -> concerns(process, marker));
    }
}
