package org.superlance.oomemonitor;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.superlance.listener.process.Lookup;
import org.superlance.listener.process.ProcessDetails;
import org.superlance.listener.restart.Check;
import org.superlance.listener.restart.CheckResult;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.oomemonitor.Whereabouts.Place;

/** Looks for the marker of each process that is selected and runs. Everything is found out anew at each look. */
final class OomeCheck implements Check {

    private final Predicate<Namespec> selected;
    private final ProcessDetails details;
    private final LongFunction<Author> authors;
    private final Whereabouts whereabouts;
    private final Markers markers;
    private final Dumps dumps;
    private final Oddities oddities = new Oddities();

    /** @param authors tells who could have written the marker of the process of a pid */
    OomeCheck(
            Predicate<Namespec> selected,
            ProcessDetails details,
            LongFunction<Author> authors,
            Whereabouts whereabouts,
            Markers markers,
            Dumps dumps) {
        this.selected = selected;
        this.details = details;
        this.authors = authors;
        this.whereabouts = whereabouts;
        this.markers = markers;
        this.dumps = dumps;
    }

    @Override
    public List<CheckResult> check(List<ProcessInfo> processes, Instant when) {
        List<ProcessInfo> ours = processes.stream()
                .filter(process -> selected.test(process.name()))
                .toList();
        Set<Namespec> names = ours.stream().map(ProcessInfo::name).collect(Collectors.toSet());
        oddities.forgetAllBut(names);
        dumps.forgetAllBut(names);
        Look look = new Look();
        ours.forEach(look::at);
        markers.looked(look.running, names, look.believed);
        return look.results;
    }

    /** One look: whoever shares a place sees the same there. */
    private final class Look {

        private final Map<Path, Sighting> sightings = new HashMap<>();
        private final List<CheckResult> results = new ArrayList<>();
        private final List<Watched> running = new ArrayList<>();
        private final Set<Marker> believed = new HashSet<>();

        private void at(ProcessInfo process) {
            if (!process.hasPid()) {
                oddities.notRunning(process);
                return;
            }
            Lookup<Place> place = whereabouts.of(process);
            if (place.value().isPresent()) {
                at(process, place.value().get());
            } else if (process.state() != ProcessState.STOPPING) {
                oddities.nowhere(process, place);
                results.add(
                        new CheckResult(process, false, "unknown", "", place.sentence(), CheckResult.INDETERMINATE));
            }
        }

        private void at(ProcessInfo process, Place place) {
            Sighting sighting = sightings.computeIfAbsent(place.file(), markers::at);
            Watched watched = Watched.of(
                    process, place.file(), details.startTime(process.pid()).value());
            boolean concerned = sighting instanceof Sighting.Seen seen && markers.concerns(watched, seen.marker());
            Judgement judgement = Judgement.of(process, place, sighting, authors.apply(process.pid()), concerned);
            judgement.marker().ifPresent(believed::add);
            if (judgement.oddity().isEmpty()) {
                running.add(watched);
            }
            // somebody is stopping it already, but it shares its marker until then
            if (process.state() != ProcessState.STOPPING) {
                oddities.of(process, judgement.oddity());
                results.add(judgement.result());
            }
            if (judgement.result().unhealthy()) {
                dumps.remember(process.name(), details.workingDirectory(process.pid()));
            }
        }
    }
}
