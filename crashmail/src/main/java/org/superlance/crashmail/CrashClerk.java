package org.superlance.crashmail;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.cli.Desk;
import org.superlance.listener.crash.Clerk;
import org.superlance.listener.crash.CrashCounter;
import org.superlance.listener.crash.Incident;
import org.superlance.listener.crash.Intake;
import org.superlance.listener.crash.Investigation;
import org.superlance.listener.crash.Note;
import org.superlance.listener.crash.Particulars;
import org.superlance.listener.crash.Scene;
import org.superlance.listener.event.ProcessStateEvent;
import org.superlance.listener.notify.Alert;
import org.superlance.listener.notify.NotificationQueue;
import org.superlance.listener.supervisor.SupervisorClient;
import org.superlance.listener.util.Durations;
import org.superlance.listener.util.TextSanitizer;

/** Makes a mail of each incident: what happened is looked up, and the incident is forgotten when its mail is safe. */
final class CrashClerk implements Clerk {

    private static final Logger LOG = LoggerFactory.getLogger(CrashClerk.class);
    private static final int LONGEST_IN_LOG = 300;

    private final Intake intake;
    private final NotificationQueue queue;
    private final SupervisorClient supervisor;
    private final InstantSource clock;
    private final Investigation investigation;
    private final MailRules rules;
    private final Throttle throttle;
    private final Recoveries recoveries;
    private final CrashLetters letters;
    private final CrashCounter counter;

    CrashClerk(Desk desk, Investigation investigation, MailRules rules) {
        this.intake = desk.intake();
        this.queue = desk.queue();
        this.supervisor = desk.supervisor();
        this.clock = desk.place().clock();
        this.investigation = investigation;
        this.rules = rules;
        this.throttle = new Throttle(rules.allowance());
        this.recoveries = new Recoveries(rules.recoveredAfter());
        this.letters = new CrashLetters(
                rules.prefix(), desk.place().host(), desk.place().clock().getZone());
        this.counter = new CrashCounter(clock.instant());
    }

    @Override
    public void seen(ProcessStateEvent event) {
        Instant now = clock.instant();
        investigation.watch(now);
        recoveries.seen(event, now);
    }

    @Override
    public void work(Instant now) {
        investigation.watch(now);
        Set<String> held = throttle.held();
        List<Note> fresh = intake.waiting().stream()
                .filter(note -> !held.contains(note.id()))
                .toList();
        if (!fresh.isEmpty()) {
            Scene scene = investigation.look(now);
            fresh.stream().takeWhile(note -> goesOn()).forEach(note -> tell(note, scene, now));
        }
        throttle.due(now).forEach(this::tell);
        if (recoveries.wantsToLook(now)) {
            lookForRecoveries(now);
        }
    }

    @Override
    public void finish(Instant now) {
        work(now);
        throttle.all().forEach(this::tell);
    }

    private void tell(Note note, Scene scene, Instant now) {
        Incident incident = note.incident();
        String crashes = crashes(incident);
        if (throttle.allows(incident.process(), now)) {
            Particulars found = note.particulars().orElseGet(() -> scene.of(incident));
            Alert alert = letters.about(note, found, crashes, intake.takeLost());
            log(incident, found, rules.done(alert));
            handOn(alert, List.of(note));
            recoveries.reported(incident);
        } else {
            Particulars found = note.particulars().orElseGet(() -> scene.withoutTail(incident));
            log(incident, found, "held back by --throttle");
            hold(note.with(found));
        }
    }

    private void hold(Note note) {
        if (throttle.hold(note)) {
            intake.update(note);
        } else {
            intake.done(List.of(note));
        }
    }

    private void tell(Throttle.Held held) {
        Alert alert = letters.about(held, rules.allowance().orElseThrow(), intake.takeLost());
        LOG.info("{}: {} held back; {}", held.first().incident().process(), held.number(), rules.done(alert));
        handOn(alert, held.notes());
    }

    private void lookForRecoveries(Instant now) {
        supervisor
                .processes()
                .value()
                .ifPresentOrElse(
                        processes -> recoveries.judge(processes, now).forEach(recovery -> {
                            Alert alert = letters.about(recovery, now);
                            LOG.info("{} runs again; {}", recovery.process().name(), rules.done(alert));
                            queue.accept(alert);
                        }),
                        () -> recoveries.postpone(now));
    }

    private void handOn(Alert alert, List<Note> notes) {
        queue.accept(alert);
        if (goesOn()) {
            // otherwise the disk may have refused what an interrupt has cut off: the next life tells it, by the same id
            intake.done(notes);
        }
    }

    private static boolean goesOn() {
        return !Thread.currentThread().isInterrupted();
    }

    private String crashes(Incident incident) {
        int number = counter.count(incident.process(), incident.time());
        return letters.crashes(
                Integer.toString(number),
                counter.knowsTheHourBefore(incident.time()) ? Optional.empty() : Optional.of(counter.since()));
    }

    private static void log(Incident incident, Particulars found, String done) {
        LOG.warn(
                "{} {}{}: {}{}; {}",
                incident.kind(),
                TextSanitizer.singleLine(incident.process().toString(), LONGEST_IN_LOG),
                incident.pid().isPresent() ? " (pid " + incident.pid().getAsLong() + ")" : "",
                found.causeOrUnknown(),
                found.uptime().map(uptime -> ", up " + Durations.format(uptime)).orElse(""),
                done);
    }
}
