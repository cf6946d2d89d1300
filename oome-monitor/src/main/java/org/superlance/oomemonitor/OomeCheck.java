package org.superlance.oomemonitor;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.process.ProcessDetails;
import org.superlance.listener.process.ProcessDetails.Lookup;
import org.superlance.listener.restart.Check;
import org.superlance.listener.restart.Check.CheckResult;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.oomemonitor.Marker.MarkerProbe;
import org.superlance.oomemonitor.Marker.MarkerVerdict;
import org.superlance.oomemonitor.MarkerLocator.Location;

/** Checks the marker of each selected running process. Everything is read again at each check. */
final class OomeCheck implements Check {

    private final Predicate<Namespec> selected;
    private final ProcessDetails details;
    private final Supplier<? extends LongFunction<MarkerVerdict.Ownership>> ownerships;
    private final MarkerLocator locator;
    private final MarkerRegistry registry;
    private final HeapDumpListing heapDumpListing;
    private final MarkerProblemLog markerProblemLog = new MarkerProblemLog();

    /** @param ownerships for one check: who could have written the marker of the process of a pid */
    OomeCheck(
            Predicate<Namespec> selected,
            ProcessDetails details,
            Supplier<? extends LongFunction<MarkerVerdict.Ownership>> ownerships,
            MarkerLocator locator,
            MarkerRegistry registry,
            HeapDumpListing heapDumpListing) {
        this.selected = selected;
        this.details = details;
        this.ownerships = ownerships;
        this.locator = locator;
        this.registry = registry;
        this.heapDumpListing = heapDumpListing;
    }

    @Override
    public List<CheckResult> check(List<ProcessInfo> processes, Instant when) {
        List<ProcessInfo> ours = new ArrayList<>();
        Set<Namespec> names = new HashSet<>();
        for (ProcessInfo process : processes) {
            if (selected.test(process.name())) {
                ours.add(process);
                names.add(process.name());
            }
        }
        markerProblemLog.forgetAllBut(names);
        heapDumpListing.forgetAllBut(names);
        Pass pass = new Pass();
        ours.forEach(pass::at);
        registry.update(pass.running, names, pass.believed);
        return pass.results;
    }

    /** One check: processes that share a path see the same marker. */
    private final class Pass {

        private final LongFunction<MarkerVerdict.Ownership> owners = ownerships.get();
        private final Map<Path, MarkerProbe> probes = new HashMap<>();
        private final List<CheckResult> results = new ArrayList<>();
        private final List<MarkerRegistry.Candidate> running = new ArrayList<>();
        private final Set<Marker> believed = new HashSet<>();

        private void at(ProcessInfo process) {
            if (!process.hasPid()) {
                markerProblemLog.notRunning(process);
                return;
            }
            Lookup<Location> location = locator.of(process);
            if (location.value().isPresent()) {
                markerProblemLog.at(process, location);
                at(process, location.value().get());
            } else if (process.state() != ProcessState.STOPPING) {
                markerProblemLog.nowhere(process, location);
                results.add(
                        new CheckResult(process, false, "unknown", "", location.sentence(), CheckResult.INDETERMINATE));
            }
        }

        private void at(ProcessInfo process, Location location) {
            MarkerProbe probe = probes.computeIfAbsent(location.file(), registry::at);
            MarkerVerdict.Ownership ownership = owners.apply(process.pid());
            MarkerRegistry.Candidate candidate = MarkerRegistry.Candidate.of(
                    process,
                    location.file(),
                    details.startTime(process.pid()).value(),
                    marker -> ownership.isTrusted(marker, location));
            boolean concerned =
                    probe instanceof MarkerProbe.Found found && registry.concerns(candidate, found.marker());
            MarkerVerdict verdict = MarkerVerdict.of(process, location, probe, ownership, concerned);
            verdict.marker().ifPresent(believed::add);
            if (verdict.problem().isEmpty()) {
                running.add(candidate);
            }
            // somebody is stopping it already, but it shares its marker until then
            if (process.state() != ProcessState.STOPPING) {
                markerProblemLog.of(process, verdict.problem());
                results.add(verdict.result());
            }
            if (verdict.result().unhealthy()) {
                heapDumpListing.remember(process.name(), details.workingDirectory(process.pid()));
            }
        }
    }

    /** Logs why a process cannot be watched; once for each process, until the reason changes. */
    private static final class MarkerProblemLog {

        private static final Logger LOG = LoggerFactory.getLogger(OomeCheck.class);

        private final Map<Namespec, String> told = new HashMap<>();
        private final Set<Namespec> doubted = new HashSet<>();

        /** The path of its marker is known, perhaps with a doubt. */
        void at(ProcessInfo process, Lookup<?> location) {
            if (!(location instanceof Lookup.Doubtful<?>)) {
                doubted.remove(process.name());
            } else if (doubted.add(process.name())) {
                LOG.warn("{} (pid {}): {}", process.name(), process.pid(), location.sentence());
            }
        }

        void notRunning(ProcessInfo process) {
            if (isNews(process, "not running")) {
                LOG.info("{} not watched: it is {}", process.name(), process.state());
            }
        }

        /** The path of its marker is unknown. */
        void nowhere(ProcessInfo process, Lookup<?> why) {
            if (!isNews(process, why.sentence())) {
                return;
            }
            if (why instanceof Lookup.NotFound<?>) {
                LOG.info(
                        "{} (pid {}) not watched now: {} (if it is still running, /proc hides it from this user: run"
                                + " oome_monitor as the user of the program or as root)",
                        process.name(),
                        process.pid(),
                        why.sentence());
            } else {
                LOG.warn("{} (pid {}) cannot be watched: {}", process.name(), process.pid(), why.sentence());
            }
        }

        /** What is wrong with its marker, if anything. */
        void of(ProcessInfo process, Optional<String> oddity) {
            if (oddity.isEmpty()) {
                told.remove(process.name());
            } else if (isNews(process, oddity.get())) {
                LOG.warn("{} (pid {}): {}", process.name(), process.pid(), oddity.get());
            }
        }

        void forgetAllBut(Set<Namespec> names) {
            told.keySet().retainAll(names);
            doubted.retainAll(names);
        }

        private boolean isNews(ProcessInfo process, String sentence) {
            String now = process.pid() + " " + sentence;
            return !now.equals(told.put(process.name(), now));
        }
    }
}
