package org.superlance.oomemonitor;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.oomemonitor.Marker.MarkerProbe;

/**
 * The watched processes, and the removal of their markers. A marker is removed as soon as it concerns none of the
 * processes that share it, and not sooner: a process that waits for its own restart would miss it. Thread-safe.
 */
final class MarkerRegistry {

    private static final Logger LOG = LoggerFactory.getLogger(MarkerRegistry.class);

    private final Function<Path, MarkerProbe> sight;
    private final MarkerRemover remover;
    private final Map<Namespec, Candidate> candidates = new HashMap<>();
    /** What was at the path when a process was stopped: it counts as handled, even if it stays there. */
    private final Map<Namespec, MarkerProbe> answered = new HashMap<>();

    /** @param sight reads what is at a path */
    MarkerRegistry(Function<Path, MarkerProbe> sight, MarkerRemover remover) {
        this.sight = sight;
        this.remover = remover;
    }

    /** What is there now. */
    MarkerProbe at(Path file) {
        return sight.apply(file);
    }

    /** Whether the marker asks for a restart of this process that it has not had yet. */
    synchronized boolean concerns(Candidate process, Marker marker) {
        return process.isConcernedBy(marker)
                && !new MarkerProbe.Found(marker)
                        .equals(answered.get(process.process().name()));
    }

    /**
     * Records the result of a check, and removes the markers that concern no process.
     *
     * @param running the running processes whose marker path is known
     * @param names all that there are
     */
    synchronized void update(List<Candidate> running, Set<Namespec> names, Collection<Marker> seen) {
        candidates.clear();
        for (Candidate process : running) {
            candidates.put(process.process().name(), process);
        }
        answered.keySet().retainAll(names);
        remover.forgetAllBut(seen);
        for (Marker marker : seen) {
            if (concernsNobody(marker)) {
                remover.removeStale(marker);
            }
        }
    }

    /** What is done when the process has been stopped and is not started yet. */
    synchronized Runnable removalStep(Namespec name) {
        Candidate process = candidates.get(name);
        return process == null ? () -> {} : () -> stopped(process);
    }

    private synchronized void stopped(Candidate process) {
        Namespec name = process.process().name();
        MarkerProbe probe = sight.apply(process.file());
        answered.put(name, probe);
        if (probe instanceof MarkerProbe.Unusable unusable) {
            LOG.warn("{}: marker not removed: {}", name, unusable.sentence());
        } else if (!(probe instanceof MarkerProbe.Found found)) {
            LOG.debug("{}: marker {} already gone", name, process.file());
        } else if (!process.accepts(found.marker())) {
            LOG.warn(
                    "{}: {} belongs to {} now, not to who wrote the marker; left alone",
                    name,
                    process.file(),
                    found.marker().owner());
        } else if (concernsNobody(found.marker())) {
            remover.removeHandled(found.marker(), name);
        } else {
            LOG.info("{}: keeping marker {} for now, it also concerns another process", name, process.file());
        }
    }

    private boolean concernsNobody(Marker marker) {
        for (Candidate process : candidates.values()) {
            if (concerns(process, marker)) {
                return false;
            }
        }
        return true;
    }

    /**
     * A running process, and the path of its marker.
     *
     * @param since a marker written before this does not concern the process
     * @param trust whether a marker may be removed for the process
     */
    record Candidate(ProcessInfo process, Path file, Instant since, Predicate<Marker> trust) {

        /** The kernel and supervisord both round down, by a second at most. */
        private static final Duration TOLERANCE = Duration.ofSeconds(2);

        /** @param kernelsStart its start time by the kernel, if known; supervisord has one too */
        static Candidate of(ProcessInfo process, Path file, Optional<Instant> kernelsStart, Predicate<Marker> trust) {
            Instant since =
                    kernelsStart.map(start -> closest(start, process.start())).orElse(process.start());
            return new Candidate(process, file, since, trust);
        }

        boolean accepts(Marker marker) {
            return trust.test(marker);
        }

        /** Whether it reports that this process, as it is running, has run out of memory. */
        boolean isConcernedBy(Marker marker) {
            return marker.file().equals(file) && !marker.written().isBefore(since);
        }

        /**
         * Of two that differ a lot, because the clock was set, the earlier: rather one restart too many than one too
         * few.
         */
        private static Instant closest(Instant one, Instant other) {
            Instant earlier = one.isBefore(other) ? one : other;
            Instant later = one.isBefore(other) ? other : one;
            return Duration.between(earlier, later).compareTo(TOLERANCE) > 0 ? earlier : later;
        }
    }
}
