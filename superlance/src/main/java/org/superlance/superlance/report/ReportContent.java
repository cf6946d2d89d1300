package org.superlance.superlance.report;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.superlance.listener.history.HistoryEvent;
import org.superlance.listener.history.HistoryEvent.AlertEvent;
import org.superlance.listener.history.HistoryEvent.DeathEvent;
import org.superlance.listener.history.HistoryEvent.ListenerEvent;
import org.superlance.listener.history.HistoryEvent.PauseEvent;
import org.superlance.listener.history.HistoryEvent.RestartEvent;
import org.superlance.listener.history.HostHistory;
import org.superlance.listener.history.HostHistory.HostEvent;
import org.superlance.listener.history.HostHistory.ListenerHistory;
import org.superlance.listener.history.Quantity;
import org.superlance.listener.history.SampleSeries;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessPattern;

/**
 * What a report is about.
 *
 * @param from when it begins: as long ago as was asked for, or as there is something to show
 * @param programs the slowest and the largest first
 * @param incidents what an operator wants to know of, the newest first
 * @param listeners how many have a history
 */
record ReportContent(Instant from, Instant to, List<ProgramReport> programs, List<Incident> incidents, int listeners) {

    /** One death is told by several listeners, each at its own time. */
    private static final Duration SAME_DEATH = Duration.ofSeconds(10);

    private static final Duration MIN_PERIOD = Duration.ofMinutes(10);

    ReportContent {
        programs = List.copyOf(programs);
        incidents = List.copyOf(incidents);
    }

    /**
     * Something that has happened.
     *
     * @param event of the deliveries of an alert that have failed, the last one
     * @param listeners who has taken it down
     * @param times how often it is in the history
     */
    record Incident(HistoryEvent event, List<String> listeners, int times) {

        Incident {
            listeners = List.copyOf(listeners);
        }

        Incident withListener(String another) {
            return new Incident(
                    event, Stream.concat(listeners.stream(), Stream.of(another)).toList(), times);
        }

        /** One clause for people, without the program; a history does not keep all attempts. */
        String sentence() {
            return event.sentence() + (times > 1 ? "; at least " + times + " attempts" : "");
        }
    }

    /** An alert of a listener, on its way to one receiver. */
    private record Delivery(String server, String listener, String receiver, String alert) {

        static Delivery of(HostEvent entry, AlertEvent alert) {
            return new Delivery(entry.by().server(), entry.by().listener(), alert.receiver(), alert.id());
        }
    }

    /**
     * What is known of one program.
     *
     * @param memory the best series of it
     * @param cpu how much CPU time it used
     * @param responses how long responses took
     * @param checks what checks have told of it, by their details
     * @param up whether it ran
     * @param incidents of it, and pauses of all programs, the oldest first
     * @param peak its highest memory, in KiB; 0 if it is not known
     * @param slowest how long its slowest response took, in milliseconds; 0 if it is not known
     */
    record ProgramReport(
            String name,
            Optional<SampleSeries> memory,
            Optional<SampleSeries> cpu,
            Optional<SampleSeries> responses,
            List<SampleSeries> checks,
            Optional<SampleSeries> up,
            List<Incident> incidents,
            long peak,
            long slowest) {

        ProgramReport {
            checks = List.copyOf(checks);
        }

        List<RestartEvent> restarts() {
            return incidents.stream()
                    .map(Incident::event)
                    .filter(RestartEvent.class::isInstance)
                    .map(RestartEvent.class::cast)
                    .toList();
        }

        long deaths() {
            return count(incidents, DeathEvent.class);
        }
    }

    /** How many incidents are of that kind. */
    long count(Class<? extends HistoryEvent> kind) {
        return count(incidents, kind);
    }

    private static long count(List<Incident> incidents, Class<? extends HistoryEvent> kind) {
        return incidents.stream()
                .filter(incident -> kind.isInstance(incident.event()))
                .count();
    }

    /** @param names what it is restricted to; empty for all programs */
    static ReportContent of(HostHistory history, List<ProcessPattern> names, Instant since, Instant now) {
        List<Incident> incidents = incidents(history, names);
        Map<String, List<SampleSeries>> series = new TreeMap<>();
        for (ListenerHistory listener : history.listeners()) {
            for (SampleSeries one : listener.content().series()) {
                if (isNamed(one.program(), names)) {
                    series.computeIfAbsent(one.program(), unknown -> new ArrayList<>())
                            .add(one);
                }
            }
        }
        Map<String, List<Incident>> ofPrograms = new HashMap<>();
        for (Incident incident : incidents) {
            ofPrograms
                    .computeIfAbsent(incident.event().program(), unknown -> new ArrayList<>())
                    .add(incident);
            if (!(incident.event() instanceof PauseEvent)) {
                series.computeIfAbsent(incident.event().program(), unknown -> new ArrayList<>());
            }
        }
        // programs are often paused by the same pattern
        Map<String, List<Incident>> pauses = incidents.stream()
                .filter(incident -> incident.event() instanceof PauseEvent)
                .collect(Collectors.groupingBy(incident -> incident.event().program()));
        series.remove("");
        List<ProgramReport> programs = new ArrayList<>();
        series.forEach((program, all) -> programs.add(
                program(program, all, merged(program, ofPrograms.getOrDefault(program, List.of()), pauses), now)));
        List<Incident> newestFirst = new ArrayList<>(incidents);
        Collections.reverse(newestFirst);
        return new ReportContent(
                begin(history, since, now),
                now,
                sorted(programs),
                newestFirst,
                history.listeners().size());
    }

    private static ProgramReport program(String name, List<SampleSeries> all, List<Incident> incidents, Instant now) {
        Optional<SampleSeries> memory = best(all, Quantity::isMemory, now);
        Optional<SampleSeries> responses = best(all, Quantity.RESPONSE_TIME::equals, now);
        return new ProgramReport(
                name,
                memory,
                best(all, Quantity.CPU::equals, now),
                responses,
                checks(all, now),
                best(all, Quantity.UP::equals, now),
                incidents,
                memory.map(SampleSeries::max).orElse(0L),
                responses.map(SampleSeries::max).orElse(0L));
    }

    private static List<SampleSeries> checks(List<SampleSeries> all, Instant now) {
        Map<String, List<SampleSeries>> byDetail = all.stream()
                .filter(one -> one.quantity() == Quantity.CHECK_VALUE)
                .collect(Collectors.groupingBy(SampleSeries::detail, TreeMap::new, Collectors.toList()));
        return byDetail.values().stream()
                .flatMap(some -> best(some, Quantity.CHECK_VALUE::equals, now).stream())
                .toList();
    }

    /** That of the listener that knows of the longest time; several may watch one program. */
    private static Optional<SampleSeries> best(List<SampleSeries> all, Predicate<Quantity> quantity, Instant now) {
        return all.stream()
                .filter(one -> quantity.test(one.quantity()))
                .max(Comparator.comparingLong(one -> one.knownSeconds(now.getEpochSecond())));
    }

    /** What is near the largest or the slowest of all comes first. */
    private static List<ProgramReport> sorted(List<ProgramReport> programs) {
        double peak = highest(programs, ProgramReport::peak);
        double slowest = highest(programs, ProgramReport::slowest);
        return programs.stream()
                .sorted(Comparator.comparingDouble(
                                (ProgramReport program) -> Math.max(program.peak() / peak, program.slowest() / slowest))
                        .thenComparingInt(program -> program.incidents().size())
                        .reversed()
                        .thenComparing(ProgramReport::name))
                .toList();
    }

    private static double highest(List<ProgramReport> programs, ToLongFunction<ProgramReport> value) {
        return Math.max(1, programs.stream().mapToLong(value).max().orElse(1));
    }

    private static List<Incident> merged(
            String program, List<Incident> own, Map<String, List<Incident>> pausesByPattern) {
        Optional<ProcessPattern> name = pattern(program);
        Stream<Incident> pauses = pausesByPattern.values().stream()
                .filter(some -> name.filter(some.get(0).event()::isAbout).isPresent())
                .flatMap(List::stream);
        return Stream.concat(own.stream().filter(incident -> !(incident.event() instanceof PauseEvent)), pauses)
                .sorted(Comparator.comparing(incident -> incident.event().time()))
                .toList();
    }

    /** Empty for a name that no program can have: the file is not what a listener has written. */
    private static Optional<ProcessPattern> pattern(String program) {
        try {
            return Optional.of(ProcessPattern.parse(program));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Instant begin(HostHistory history, Instant since, Instant now) {
        long first = now.getEpochSecond();
        for (ListenerHistory listener : history.listeners()) {
            for (HistoryEvent event : listener.content().events()) {
                first = Math.min(first, event.time().getEpochSecond());
            }
            for (SampleSeries one : listener.content().series()) {
                first = Math.min(first, one.points().get(0).time());
            }
        }
        Instant latest = now.minus(MIN_PERIOD);
        Instant begin = Instant.ofEpochSecond(Math.max(first, since.getEpochSecond()));
        return begin.isAfter(latest) ? latest : begin;
    }

    private static List<Incident> incidents(HostHistory history, List<ProcessPattern> names) {
        List<Incident> incidents = new ArrayList<>();
        Map<Delivery, Integer> failures = failures(history);
        Map<Delivery, Integer> told = new HashMap<>();
        Map<String, Integer> lastDeaths = new HashMap<>();
        for (HostEvent entry : history.events()) {
            HistoryEvent event = entry.event();
            if (!isIncident(event) || !isWanted(event, names)) {
                continue;
            }
            if (event instanceof DeathEvent || event instanceof PauseEvent) {
                String key = event.kind() + "\n" + event.program() + "\n"
                        + event.sentence().split(":", 2)[0];
                Integer last = lastDeaths.put(key, incidents.size());
                if (last != null && isSame(incidents.get(last), entry)) {
                    incidents.set(
                            last, incidents.get(last).withListener(entry.by().listener()));
                    lastDeaths.put(key, last);
                    continue;
                }
            }
            int times = 1;
            if (event instanceof AlertEvent alert && !alert.id().isEmpty()) {
                Delivery delivery = Delivery.of(entry, alert);
                times = failures.getOrDefault(delivery, 1);
                if (told.merge(delivery, 1, Integer::sum) < times) {
                    continue;
                }
            }
            incidents.add(new Incident(event, List.of(entry.by().listener()), times));
        }
        return incidents;
    }

    private static Map<Delivery, Integer> failures(HostHistory history) {
        Map<Delivery, Integer> failures = new HashMap<>();
        for (HostEvent entry : history.events()) {
            if (entry.event() instanceof AlertEvent alert && isIncident(alert)) {
                failures.merge(Delivery.of(entry, alert), 1, Integer::sum);
            }
        }
        return failures;
    }

    private static boolean isSame(Incident before, HostEvent entry) {
        Duration between = Duration.between(before.event().time(), entry.event().time());
        return between.abs().compareTo(SAME_DEATH) < 0
                && !before.listeners().contains(entry.by().listener());
    }

    /** What was delivered, and that a listener runs, is no incident. */
    private static boolean isIncident(HistoryEvent event) {
        return !(event instanceof ListenerEvent)
                && !(event instanceof AlertEvent alert && alert.outcome().equals("delivered"));
    }

    private static boolean isWanted(HistoryEvent event, List<ProcessPattern> names) {
        return names.isEmpty() || names.stream().anyMatch(event::isAbout);
    }

    private static boolean isNamed(String program, List<ProcessPattern> names) {
        return names.isEmpty() || names.stream().anyMatch(name -> name.matches(Namespec.parse(program)));
    }
}
