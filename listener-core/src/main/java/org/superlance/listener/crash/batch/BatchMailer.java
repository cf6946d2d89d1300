package org.superlance.listener.crash.batch;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.crash.CrashCounter;
import org.superlance.listener.crash.FailureDetails;
import org.superlance.listener.crash.FailureHandler;
import org.superlance.listener.crash.FailureQueue;
import org.superlance.listener.crash.ProcessFailure;
import org.superlance.listener.crash.QueuedFailure;
import org.superlance.listener.history.History;
import org.superlance.listener.notify.Alert;
import org.superlance.listener.notify.NotificationQueue;
import org.superlance.listener.pause.Pauses;
import org.superlance.listener.util.TextSanitizer;

/** Collects failures, finds out about each when it arrives, and tells of them together when they are due. */
public final class BatchMailer implements FailureHandler {

    private static final Logger LOG = LoggerFactory.getLogger(BatchMailer.class);
    private static final int MAX_LINES_PER_CYCLE = 100;

    private final FailureQueue failureQueue;
    private final NotificationQueue queue;
    private final BatchSchedule times;
    private final Format format;
    private final Function<Instant, Function<ProcessFailure, FailureDetails>> investigation;
    private final InstantSource clock;
    private final Optional<BatchStates> states;
    private final History history;
    private final Pauses pauses;
    private final CrashCounter counter;
    private final Map<String, Integer> counts = new HashMap<>();

    /**
     * @param investigation looks at what there is to see, within limits; only while there is time until the batch is due
     * @param states what lasts of it; empty where nothing does
     * @param history of the failures
     */
    public BatchMailer(
            FailureQueue failureQueue,
            NotificationQueue queue,
            BatchSchedule times,
            Format format,
            Function<Instant, Function<ProcessFailure, FailureDetails>> investigation,
            InstantSource clock,
            Optional<BatchStates> states,
            History history) {
        this(failureQueue, queue, times, format, investigation, clock, states, history, Pauses.none());
    }

    /** @param pauses what happens to programs that are paused is told when they are not any more */
    public BatchMailer(
            FailureQueue failureQueue,
            NotificationQueue queue,
            BatchSchedule times,
            Format format,
            Function<Instant, Function<ProcessFailure, FailureDetails>> investigation,
            InstantSource clock,
            Optional<BatchStates> states,
            History history,
            Pauses pauses) {
        this.pauses = pauses;
        this.failureQueue = failureQueue;
        this.queue = queue;
        this.times = times;
        this.format = format;
        this.investigation = investigation;
        this.clock = clock;
        this.states = states;
        this.history = history;
        this.counter = new CrashCounter(clock.instant());
    }

    @Override
    public void runCycle(Instant now) {
        if (!failureQueue.waiting().isEmpty()) {
            tell(now);
        }
        states.ifPresent(known -> known.look(
                common(), !waiting().isEmpty(), failureQueue.waiting(), clock.instant(), this::holdBackEnded));
    }

    private void tell(Instant now) {
        dropKnown();
        Set<String> fresh = recordCrashes();
        analyze();
        logNew(fresh);
        begin(fresh);
        holdBack();
        for (List<QueuedFailure> due = due(now); !due.isEmpty(); due = due(now)) {
            send(due, now);
        }
    }

    /** Those that are to be told: of a program that is paused, later. */
    private List<QueuedFailure> waiting() {
        List<QueuedFailure> waiting = new ArrayList<>(failureQueue.waiting());
        waiting.removeIf(this::isPaused);
        return waiting;
    }

    private boolean isPaused(QueuedFailure queuedFailure) {
        return pauses.isPaused(queuedFailure.failure().process());
    }

    /** What lasts waits here, once for each program, and the rest, of which there may be many, where it is only counted. */
    private void holdBack() {
        List<QueuedFailure> held = failureQueue.waiting().stream()
                .filter(this::isPaused)
                .filter(queuedFailure -> states.filter(known -> known.isState(queuedFailure.failure()))
                        .isEmpty())
                .toList();
        held.forEach(
                queuedFailure -> holdBack(queuedFailure, format.lineFormatter().sentence(entry(queuedFailure))));
    }

    /** What lasted is over before anybody was told of it. */
    private void holdBackEnded(QueuedFailure queuedFailure, String clause) {
        holdBack(queuedFailure, format.lineFormatter().sentence(entry(queuedFailure)) + "; it " + clause);
    }

    private void holdBack(QueuedFailure queuedFailure, String line) {
        queue.accept(format.single(queuedFailure, line));
        failureQueue.remove(List.of(queuedFailure));
        counts.remove(queuedFailure.id());
    }

    /** What was told and lasts is not told again. */
    private void dropKnown() {
        if (states.isPresent()) {
            List<QueuedFailure> known = failureQueue.waiting().stream()
                    .filter(states.get()::isKnown)
                    .toList();
            if (!known.isEmpty()) {
                LOG.info("{} not told again: {}", known.size(), processes(known));
                failureQueue.remove(known);
            }
        }
    }

    private void begin(Set<String> fresh) {
        states.ifPresent(known -> failureQueue.waiting().stream()
                .filter(queuedFailure -> fresh.contains(queuedFailure.id()))
                .forEach(queuedFailure -> known.begin(
                        queuedFailure, common(), format.lineFormatter().sentence(entry(queuedFailure)))));
    }

    private BatchStates.Common common() {
        return new BatchStates.Common(format.command(), format.host(), format.subject());
    }

    @Override
    public void flush(Instant now) {
        recordCrashes();
        List<QueuedFailure> waiting = failureQueue.waiting();
        if (!waiting.isEmpty()) {
            send(waiting, now);
        }
    }

    /** The ids of those that have come since the last look. */
    private Set<String> recordCrashes() {
        Set<String> fresh = new HashSet<>();
        for (QueuedFailure queuedFailure : failureQueue.waiting()) {
            if (!counts.containsKey(queuedFailure.id())) {
                ProcessFailure failure = queuedFailure.failure();
                counts.put(queuedFailure.id(), counter.count(failure.process(), failure.time()));
                fresh.add(queuedFailure.id());
            }
        }
        return fresh;
    }

    private void analyze() {
        List<QueuedFailure> waiting = failureQueue.waiting();
        List<QueuedFailure> unknown = waiting.stream()
                .filter(queuedFailure -> queuedFailure.details().isEmpty())
                .toList();
        if (unknown.isEmpty()) {
            return;
        }
        Instant end = waiting().stream().findFirst().map(this::due).orElse(Instant.MAX);
        Function<ProcessFailure, FailureDetails> scene = investigation.apply(clock.instant());
        for (QueuedFailure queuedFailure : unknown) {
            if (!clock.instant().isBefore(end)) {
                return;
            }
            failureQueue.update(queuedFailure.withDetails(scene.apply(queuedFailure.failure())));
        }
    }

    private void logNew(Set<String> fresh) {
        if (fresh.isEmpty()) {
            return;
        }
        List<QueuedFailure> waiting = failureQueue.waiting();
        waiting.stream()
                .filter(queuedFailure -> fresh.contains(queuedFailure.id()))
                .map(QueuedFailure::historyEvent)
                .forEach(history::record);
        waiting.stream()
                .filter(queuedFailure -> fresh.contains(queuedFailure.id()))
                .filter(this::isPaused)
                .limit(MAX_LINES_PER_CYCLE)
                .forEach(queuedFailure -> LOG.info(
                        "{}; held back: {}",
                        format.lineFormatter().sentence(entry(queuedFailure)),
                        pauses.reason(queuedFailure.failure().process()).orElse("paused")));
        logNew(fresh, waiting());
    }

    private void logNew(Set<String> fresh, List<QueuedFailure> waiting) {
        if (waiting.isEmpty()) {
            return;
        }
        String due = format.lineFormatter().hour(due(waiting.get(0)));
        List<QueuedFailure> told = waiting.stream()
                .filter(queuedFailure -> fresh.contains(queuedFailure.id()))
                .toList();
        told.stream()
                .limit(MAX_LINES_PER_CYCLE)
                .forEach(queuedFailure ->
                        LOG.info("{}; to be told at {}", format.lineFormatter().sentence(entry(queuedFailure)), due));
        if (told.size() > MAX_LINES_PER_CYCLE) {
            LOG.info("{} more came at the same time; to be told at {}", told.size() - MAX_LINES_PER_CYCLE, due);
        }
    }

    private Instant due(QueuedFailure first) {
        return times.due(first.failure().time());
    }

    /** The members of the first batch, if it is due: the same ones however late and however often this is asked. */
    private List<QueuedFailure> due(Instant now) {
        List<QueuedFailure> waiting = waiting();
        if (waiting.isEmpty()) {
            return List.of();
        }
        Instant first = waiting.get(0).failure().time();
        // not by the time at which the cycle began: what has come since is not from the future
        if (times.isOverdue(first, clock.instant())) {
            return waiting;
        }
        Instant due = due(waiting.get(0));
        return now.isBefore(due)
                ? List.of()
                : waiting.stream()
                        .filter(queuedFailure -> !queuedFailure.failure().time().isAfter(due))
                        .toList();
    }

    private void send(List<QueuedFailure> members, Instant now) {
        Batch batch = new Batch(members.stream().map(this::entry).toList(), failureQueue.drainLost());
        Alert alert = format.compose(id(members), batch);
        states.ifPresentOrElse(known -> known.tell(alert, members), () -> queue.accept(alert));
        failureQueue.remove(members);
        members.forEach(queuedFailure -> counts.remove(queuedFailure.id()));
        times.onSent(now);
        LOG.info("{} told together in the alert {}: {}", members.size(), alert.id(), processes(members));
    }

    private Batch.Entry entry(QueuedFailure queuedFailure) {
        return new Batch.Entry(queuedFailure, counts.getOrDefault(queuedFailure.id(), 1));
    }

    /** The same members, the same id: a listener that is killed before they are done tells nothing new in its next life. */
    private static String id(List<QueuedFailure> members) {
        return Alert.derivedId(members.stream().map(QueuedFailure::id).sorted().collect(Collectors.joining("\n")));
    }

    private static String processes(List<QueuedFailure> members) {
        List<String> names = members.stream()
                .map(queuedFailure -> TextSanitizer.singleLine(
                        queuedFailure.failure().process().toString(), 200))
                .distinct()
                .toList();
        return String.join(", ", names.subList(0, Math.min(10, names.size())))
                + (names.size() > 10 ? " and " + (names.size() - 10) + " others" : "");
    }

    /**
     * Makes an alert of a batch.
     *
     * @param command that reports it
     * @param host the name of this machine
     * @param subject empty for none
     * @param lineFormatter how one failure is told, in the log too
     * @param formatter how all of them are told
     */
    public record Format(
            String command,
            String host,
            String subject,
            FailureLineFormatter lineFormatter,
            Batch.Formatter formatter) {

        /** @param batch has at least one entry */
        private Alert compose(String id, Batch batch) {
            List<Batch.Entry> entries = batch.entries();
            Batch.Entry last = entries.get(entries.size() - 1);
            return new Alert(id, last.failure().time(), subject, formatter.format(batch), labels(entries, last));
        }

        /** About one failure by itself, to be told together with others at another time. */
        private Alert single(QueuedFailure queuedFailure, String line) {
            ProcessFailure failure = queuedFailure.failure();
            Map<String, String> labels = new HashMap<>();
            labels.put("command", command);
            labels.put("host", host);
            labels.put("group", failure.process().group());
            labels.put("process", failure.process().name());
            labels.put("event", failure.type().name());
            labels.put("severity", failure.type().severity());
            return new Alert(queuedFailure.id(), failure.time(), line, line + "\n", labels);
        }

        private Map<String, String> labels(List<Batch.Entry> entries, Batch.Entry last) {
            Map<String, String> labels = new HashMap<>();
            labels.put("command", command);
            labels.put("host", host);
            labels.put("event", last.failure().type().name());
            labels.put("incidents", Integer.toString(entries.size()));
            labels.put(
                    "severity",
                    entries.stream()
                            .map(entry -> entry.failure().type().severity())
                            .min(Comparator.naturalOrder())
                            .orElse(last.failure().type().severity()));
            // a batch about one process, or one group, can be sorted by it
            if (entries.stream()
                    .allMatch(entry ->
                            entry.process().group().equals(last.process().group()))) {
                labels.put("group", last.process().group());
            }
            if (entries.stream().allMatch(entry -> entry.process().equals(last.process()))) {
                labels.put("process", last.process().name());
            }
            return labels;
        }
    }
}
