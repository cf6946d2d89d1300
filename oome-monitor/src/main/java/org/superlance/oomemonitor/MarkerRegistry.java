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
final class MarkerRegistry {

    private static final Logger LOG = LoggerFactory.getLogger(MarkerRegistry.class);

    private final Function<Path, MarkerProbe> sight;
    private final MarkerRemover remover;
    private final Map<Namespec, MarkerCandidate> candidate = new HashMap<>();
    /** What lay there when we stopped a process: it is answered, also if it stays there and whatever its time. */
    private final Map<Namespec, MarkerProbe> answered = new HashMap<>();

    /** @param sight looks what lies at a path */
    MarkerRegistry(Function<Path, MarkerProbe> sight, MarkerRemover remover) {
        this.sight = sight;
        this.remover = remover;
    }

    /** What lies there now. */
    MarkerProbe at(Path file) {
        return sight.apply(file);
    }

    /** Whether the marker asks for a restart of this process that it has not had yet. */
    synchronized boolean concerns(MarkerCandidate process, Marker marker) {
        return process.isConcernedBy(marker)
                && !new MarkerProbe.Found(marker)
                        .equals(answered.get(process.process().name()));
    }

    /**
     * Takes what a look has seen, and removes the markers that concern nobody.
     *
     * @param running the processes that run and whose place is known
     * @param names all that there are
     */
    synchronized void update(List<MarkerCandidate> running, Set<Namespec> names, Collection<Marker> seen) {
        candidate.clear();
        running.forEach(process -> candidate.put(process.process().name(), process));
        answered.keySet().retainAll(names);
        remover.forgetAllBut(seen);
        seen.stream().filter(this::concernsNobody).forEach(remover::removeStale);
    }

    /** What is to be done when the process has been stopped and is not started yet. */
    synchronized Runnable removalStep(Namespec name) {
        MarkerCandidate process = candidate.get(name);
        return process == null ? () -> {} : () -> stopped(process);
    }

    private synchronized void stopped(MarkerCandidate process) {
        Namespec name = process.process().name();
        MarkerProbe probe = sight.apply(process.file());
        answered.put(name, probe);
        if (!(probe instanceof MarkerProbe.Found found)) {
            LOG.debug("{}: its marker {} is gone already", name, process.file());
        } else if (concernsNobody(found.marker())) {
            remover.removeHandled(found.marker(), name);
        } else {
            LOG.info("{}: {} stays for now, because it concerns another process too", name, process.file());
        }
    }

    private boolean concernsNobody(Marker marker) {
        return candidate.values().stream().noneMatch(process -> concerns(process, marker));
    }
}
