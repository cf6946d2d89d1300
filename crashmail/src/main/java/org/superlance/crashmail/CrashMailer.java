package org.superlance.crashmail;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.crash.CrashCounter;
import org.superlance.listener.crash.FailureAnalyzer;
import org.superlance.listener.crash.FailureDetails;
import org.superlance.listener.crash.FailureHandler;
import org.superlance.listener.crash.FailureQueue;
import org.superlance.listener.crash.FailureStates;
import org.superlance.listener.crash.ProcessFailure;
import org.superlance.listener.crash.ProcessFailure.FailureType;
import org.superlance.listener.crash.QueuedFailure;
import org.superlance.listener.event.Event.ProcessStateEvent;
import org.superlance.listener.history.History;
import org.superlance.listener.notify.Alert;
import org.superlance.listener.notify.AlertBook;
import org.superlance.listener.notify.AlertBook.Audience;
import org.superlance.listener.notify.NotificationConfig.Receiver;
import org.superlance.listener.notify.NotificationQueue;
import org.superlance.listener.notify.OpenState;
import org.superlance.listener.pause.Pauses;
import org.superlance.listener.runtime.ListenerContext;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.util.Durations;
import org.superlance.listener.util.TextSanitizer;

/** Makes a mail of each failure: what happened is looked up, and the failure is forgotten when its mail is safe. */
final class CrashMailer implements FailureHandler {

    private static final Logger LOG = LoggerFactory.getLogger(CrashMailer.class);
    private static final int MAX_LOGGED_LENGTH = 300;
    private static final int MAX_SUBJECT_LENGTH = 200;

    private final FailureQueue failureQueue;
    private final NotificationQueue queue;
    private final AlertBook alerts;
    private final InstantSource clock;
    private final InstantSource steady;

    private final FailureAnalyzer failureAnalyzer;
    private final CrashmailConfig config;
    private final Mailing mailing;
    private final Throttle throttle;
    private final FailureStates states;
    private final IgnoredFailures ignored;
    private final CrashMessages messages;
    private final CrashCounter counter;
    private final History history;
    private final Pauses pauses;

    /** What becomes of a mail. */
    private enum Mailing {
        SENT,
        NO_RECEIVER,
        DRY_RUN
    }

    CrashMailer(
            CrashmailConfig config,
            ListenerContext context,
            FailureQueue failureQueue,
            FailureAnalyzer failureAnalyzer) {
        this.config = config;
        this.failureQueue = failureQueue;
        this.failureAnalyzer = failureAnalyzer;
        this.queue = context.queue();
        this.alerts = context.alerts();
        this.clock = context.clock();
        this.steady = context.steady();
        this.mailing = context.dryRun()
                ? Mailing.DRY_RUN
                : config.notifications().hasReceivers() ? Mailing.SENT : Mailing.NO_RECEIVER;
        this.throttle = new Throttle(config.limit());
        this.states = new FailureStates(alerts, context.supervisor(), config.recovery());
        this.ignored = new IgnoredFailures(config);
        this.messages = new CrashMessages(config.prefix(), context.host(), context.clock());
        this.counter = new CrashCounter(clock.instant());
        this.history = context.history();
        this.pauses = context.pauses();
    }

    @Override
    public void onEvent(ProcessStateEvent event) {
        Instant now = clock.instant();
        failureAnalyzer.refresh(now);
        states.onEvent(event, steady.instant());
        ProcessFailure.of(event, now).ifPresent(ignored::onFailure);
    }

    @Override
    public void runCycle(Instant now) {
        failureAnalyzer.refresh(now);
        List<QueuedFailure> fresh = new ArrayList<>(failureQueue.waiting());
        Set<String> held = throttle.suppressedProcesses();
        fresh.removeIf(queuedFailure -> held.contains(queuedFailure.id()));
        if (!fresh.isEmpty()) {
            FailureAnalyzer.Snapshot snapshot = failureAnalyzer.snapshot(now);
            fresh.stream()
                    .takeWhile(queuedFailure -> shouldContinue())
                    .forEach(queuedFailure -> sendAlert(queuedFailure, snapshot));
        }
        throttle.due(steady.instant()).forEach(this::sendAlert);
        tellPeople();
        states.findOver(steady.instant()).forEach(over -> end(over, now));
    }

    @Override
    public void flush(Instant now) {
        runCycle(now);
        throttle.all().forEach(this::sendAlert);
    }

    private void sendAlert(QueuedFailure queuedFailure, FailureAnalyzer.Snapshot snapshot) {
        ProcessFailure failure = queuedFailure.failure();
        String crashes = crashes(failure);
        Optional<String> pause = pauses.reason(failure.process());
        if (lasts(queuedFailure)) {
            log(
                    queuedFailure,
                    queuedFailure.details().orElseGet(() -> snapshot.detailsWithoutLogTail(failure)),
                    "told before");
            remove(List.of(queuedFailure));
        } else if (pause.isPresent()) {
            FailureDetails found = queuedFailure.details().orElseGet(() -> snapshot.detailsOf(failure));
            // the text of many is not kept: what was lost is told another time
            tell(queuedFailure, found, messages.about(queuedFailure, found, crashes, 0), "held back: " + pause.get());
        } else if (throttle.allows(failure.process(), steady.instant())) {
            FailureDetails found = queuedFailure.details().orElseGet(() -> snapshot.detailsOf(failure));
            Alert alert = messages.about(queuedFailure, found, crashes, failureQueue.drainLost());
            tell(queuedFailure, found, alert, done(alert));
        } else {
            FailureDetails found = queuedFailure.details().orElseGet(() -> snapshot.detailsWithoutLogTail(failure));
            log(queuedFailure, found, "suppressed by --throttle");
            tellMachines(failure, messages.about(queuedFailure, found, crashes, 0));
            throttle(queuedFailure.withDetails(found));
        }
    }

    /** A program that could not be started before, and cannot be started now: nothing has changed. */
    private boolean lasts(QueuedFailure queuedFailure) {
        return switch (queuedFailure.failure().type()) {
            case EXITED -> false;
            case FATAL -> isKnown(FailureType.FATAL, queuedFailure);
            case BACKOFF -> isKnown(FailureType.BACKOFF, queuedFailure) || isKnown(FailureType.FATAL, queuedFailure);
        };
    }

    private boolean isKnown(FailureType type, QueuedFailure queuedFailure) {
        Namespec process = queuedFailure.failure().process();
        // an earlier life of this listener held it back, and people were not told
        boolean held = find(type, process)
                .filter(state -> state.audience() == Audience.MACHINES)
                .filter(state -> state.begin().id().equals(queuedFailure.id()))
                .isPresent();
        return !held && alerts.seenAgain(type.name(), process.group(), process.name());
    }

    private Optional<OpenState> find(FailureType type, Namespec process) {
        return alerts.find(type.name(), process.group(), process.name());
    }

    private void tell(QueuedFailure queuedFailure, FailureDetails found, Alert alert, String done) {
        log(queuedFailure, found, done);
        tell(queuedFailure.failure(), alert);
        remove(List.of(queuedFailure));
    }

    private void tell(ProcessFailure failure, Alert alert) {
        String what = failure.type().name();
        if (!states.isState(failure.type())) {
            queue.accept(alert);
        } else if (failure.type() == FailureType.EXITED) {
            alerts.beginEachTime(what, alert, pid(failure));
        } else if (find(failure.type(), failure.process()).isEmpty()) {
            alerts.begin(what, alert);
        } else {
            alerts.tellOthers(what, alert);
        }
        replace(what, failure.process(), alert);
    }

    /** Machines must know what lasts, however many alerts there were; people are told together with the rest. */
    private void tellMachines(ProcessFailure failure, Alert alert) {
        if (failure.type() != FailureType.EXITED
                && find(failure.type(), failure.process()).isEmpty()) {
            alerts.begin(failure.type().name(), alert, Audience.MACHINES);
            replace(failure.type().name(), failure.process(), alert);
        }
    }

    /**
     * What was told of the program before is not over, but there is something worse, and one state less. Only where all who
     * were told of the one were told of the other: to anybody else it would seem to be over.
     */
    private void replace(String what, Namespec process, Alert worse) {
        OpenState fatal = find(FailureType.FATAL, process).orElse(null);
        if (fatal == null || !fatal.what().equals(what)) {
            return;
        }
        for (OpenState state : alerts.open()) {
            if (state.isOf(process.group(), process.name())
                    && !state.what().equals(fatal.what())
                    && fatal.told().containsAll(state.told())) {
                alerts.end(state, worse.subject(), "supervisord has given up.", Audience.WITHOUT_MAIL);
            }
        }
    }

    /** Of what lasts, and is held back no more: it was only counted, or an earlier life has lost its note. */
    private void tellPeople() {
        if (alerts.isEmpty() || !shouldContinue()) {
            return;
        }
        for (OpenState state : alerts.open()) {
            Namespec process = new Namespec(state.group(), state.process());
            if (state.audience() == Audience.MACHINES && !throttle.holds(process)) {
                alerts.tellOthers(state.what(), state.begin());
                replace(state.what(), process, state.begin());
            }
        }
    }

    private static String pid(ProcessFailure failure) {
        return failure.pid().isPresent() ? Long.toString(failure.pid().getAsLong()) : "";
    }

    private void throttle(QueuedFailure queuedFailure) {
        if (throttle.suppress(queuedFailure)) {
            failureQueue.update(queuedFailure);
        } else {
            failureQueue.remove(List.of(queuedFailure));
        }
    }

    private void sendAlert(Throttle.Suppressed suppressed) {
        ProcessFailure last = suppressed.last().failure();
        Namespec process = last.process();
        FailureType lasting = Stream.of(FailureType.FATAL, FailureType.BACKOFF)
                .filter(type -> find(type, process)
                        .filter(state -> state.audience() == Audience.MACHINES)
                        .isPresent())
                .findFirst()
                .orElse(null);
        FailureType type = lasting == null ? last.type() : lasting;
        boolean over = lasting == null && type != FailureType.EXITED;
        Alert alert = messages.about(suppressed, type, over, config.limit().orElseThrow(), failureQueue.drainLost());
        LOG.info("{}: {} suppressed by --throttle; {}", process, suppressed.number(), done(alert));
        if (lasting != null) {
            alerts.tellOthers(type.name(), alert);
            replace(type.name(), process, alert);
        } else if (over) {
            // machines were told of the begin and of the end
            queue.accept(alert, receiver -> !Receiver.keepsStates(receiver));
        } else if (states.isState(type)) {
            alerts.beginEachTime(type.name(), alert, pid(last));
        } else {
            queue.accept(alert);
        }
        remove(suppressed.queuedFailures());
    }

    private void end(FailureStates.Over over, Instant now) {
        String subject = messages.subject(over, now);
        boolean known = mailing != Mailing.SENT || !over.state().told().isEmpty();
        LOG.info(
                "{} {}; {}",
                over.name(),
                over.reason().clause(),
                known ? done(subject) : "no notification: " + over.state().what() + " was not notified either");
        alerts.end(over.state(), subject, messages.text(over));
    }

    private void remove(List<QueuedFailure> queuedFailures) {
        if (shouldContinue()) {
            // otherwise the disk may have refused what an interrupt has cut off: the next life tells it, by the same id
            failureQueue.remove(queuedFailures);
        }
    }

    private static boolean shouldContinue() {
        return !Thread.currentThread().isInterrupted();
    }

    private String crashes(ProcessFailure failure) {
        int number = counter.count(failure.process(), failure.time());
        return messages.crashes(
                Integer.toString(number),
                counter.hasFullWindow(failure.time()) ? Optional.empty() : Optional.of(counter.since()));
    }

    /** What was done about a failure, for the log. */
    private String done(Alert alert) {
        return done(alert.subject());
    }

    private String done(String subject) {
        return switch (mailing) {
            case SENT -> "queued: '" + TextSanitizer.singleLine(subject, MAX_SUBJECT_LENGTH) + "'";
            case NO_RECEIVER -> "not sent: no receiver is given (-m, -s)";
            case DRY_RUN -> "dry run: would send '" + TextSanitizer.singleLine(subject, MAX_SUBJECT_LENGTH) + "'";
        };
    }

    private void log(QueuedFailure queuedFailure, FailureDetails found, String done) {
        ProcessFailure failure = queuedFailure.failure();
        history.record(queuedFailure.withDetails(found).historyEvent());
        LOG.warn(
                "{} {}{}: {}{}; {}",
                failure.type(),
                TextSanitizer.singleLine(failure.process().toString(), MAX_LOGGED_LENGTH),
                failure.pid().isPresent() ? " (pid " + failure.pid().getAsLong() + ")" : "",
                found.causeOrUnknown(),
                found.uptime().map(uptime -> ", up " + Durations.format(uptime)).orElse(""),
                done);
    }
}
