package org.superlance.listener.batch;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.crash.Clerk;
import org.superlance.listener.crash.CrashCounter;
import org.superlance.listener.crash.Incident;
import org.superlance.listener.crash.Intake;
import org.superlance.listener.crash.Note;
import org.superlance.listener.crash.Particulars;
import org.superlance.listener.notify.Alert;
import org.superlance.listener.notify.NotificationQueue;
import org.superlance.listener.util.TextSanitizer;

/** Collects incidents, finds out about each when it arrives, and tells of them together when they are due. */
public final class BatchClerk implements Clerk {

    private static final Logger LOG = LoggerFactory.getLogger(BatchClerk.class);
    private static final int MOST_LINES_A_LOOK = 100;

    private final Intake intake;
    private final NotificationQueue queue;
    private final BatchTimes times;
    private final BatchLetter letter;
    private final Function<Instant, Function<Incident, Particulars>> investigation;
    private final InstantSource clock;
    private final CrashCounter counter;
    private final Map<String, Integer> counts = new HashMap<>();

    /** @param investigation looks at what there is to see, within limits; only while there is time until the batch is due */
    public BatchClerk(
            Intake intake,
            NotificationQueue queue,
            BatchTimes times,
            BatchLetter letter,
            Function<Instant, Function<Incident, Particulars>> investigation,
            InstantSource clock) {
        this.intake = intake;
        this.queue = queue;
        this.times = times;
        this.letter = letter;
        this.investigation = investigation;
        this.clock = clock;
        this.counter = new CrashCounter(clock.instant());
    }

    @Override
    public void work(Instant now) {
        Set<String> fresh = count();
        investigate();
        say(fresh);
        for (List<Note> due = due(now); !due.isEmpty(); due = due(now)) {
            handOn(due, now);
        }
    }

    @Override
    public void finish(Instant now) {
        count();
        List<Note> waiting = intake.waiting();
        if (!waiting.isEmpty()) {
            handOn(waiting, now);
        }
    }

    /** The ids of those that have come since the last look. */
    private Set<String> count() {
        Set<String> fresh = new HashSet<>();
        for (Note note : intake.waiting()) {
            if (!counts.containsKey(note.id())) {
                Incident incident = note.incident();
                counts.put(note.id(), counter.count(incident.process(), incident.time()));
                fresh.add(note.id());
            }
        }
        return fresh;
    }

    private void investigate() {
        List<Note> waiting = intake.waiting();
        List<Note> unknown =
                waiting.stream().filter(note -> note.particulars().isEmpty()).toList();
        if (unknown.isEmpty()) {
            return;
        }
        Instant end = due(waiting.get(0));
        Function<Incident, Particulars> scene = investigation.apply(clock.instant());
        for (Note note : unknown) {
            if (!clock.instant().isBefore(end)) {
                return;
            }
            intake.update(note.with(scene.apply(note.incident())));
        }
    }

    private void say(Set<String> fresh) {
        if (fresh.isEmpty()) {
            return;
        }
        List<Note> waiting = intake.waiting();
        String due = letter.lines().hour(due(waiting.get(0)));
        waiting.stream()
                .filter(note -> fresh.contains(note.id()))
                .limit(MOST_LINES_A_LOOK)
                .forEach(note -> LOG.info("{}; to be told at {}", letter.lines().sentence(entry(note)), due));
        if (fresh.size() > MOST_LINES_A_LOOK) {
            LOG.info("{} more came at the same time; to be told at {}", fresh.size() - MOST_LINES_A_LOOK, due);
        }
    }

    private Instant due(Note first) {
        return times.due(first.incident().time());
    }

    /** The members of the first batch, if it is due: the same ones however late and however often this is asked. */
    private List<Note> due(Instant now) {
        List<Note> waiting = intake.waiting();
        if (waiting.isEmpty()) {
            return List.of();
        }
        Instant first = waiting.get(0).incident().time();
        if (times.isBeyond(first, now)) {
            return waiting;
        }
        Instant due = due(waiting.get(0));
        return now.isBefore(due)
                ? List.of()
                : waiting.stream()
                        .filter(note -> !note.incident().time().isAfter(due))
                        .toList();
    }

    private void handOn(List<Note> members, Instant now) {
        Batch batch = new Batch(members.stream().map(this::entry).toList(), intake.takeLost());
        Alert alert = letter.compose(id(members), batch);
        queue.accept(alert);
        intake.done(members);
        members.forEach(note -> counts.remove(note.id()));
        times.wentOut(now);
        LOG.info("{} told together in the alert {}: {}", members.size(), alert.id(), processes(members));
    }

    private Batch.Entry entry(Note note) {
        return new Batch.Entry(note, counts.getOrDefault(note.id(), 1));
    }

    /** The same members, the same id: a listener that is killed before they are done tells nothing new in its next life. */
    private static String id(List<Note> members) {
        String ids = members.stream().map(Note::id).sorted().collect(Collectors.joining("\n"));
        return UUID.nameUUIDFromBytes(ids.getBytes(UTF_8)).toString();
    }

    private static String processes(List<Note> members) {
        List<String> names = members.stream()
                .map(note -> TextSanitizer.singleLine(note.incident().process().toString(), 200))
                .distinct()
                .toList();
        return String.join(", ", names.subList(0, Math.min(10, names.size())))
                + (names.size() > 10 ? " and " + (names.size() - 10) + " others" : "");
    }
}
