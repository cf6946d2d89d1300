package org.superlance.crashmail;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
import org.superlance.listener.notify.Alert;
import org.superlance.listener.notify.AlertBook;
import org.superlance.listener.notify.AlertBook.Audience;
import org.superlance.listener.notify.NotificationQueue;
import org.superlance.listener.notify.OpenState;
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
        this.messages = new CrashMessages(
                config.prefix(), context.host(), context.clock().getZone());
        this.counter = new CrashCounter(clock.instant());
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
        Set<String> held = throttle.suppressedProcesses();
        List<QueuedFailure> fresh = failureQueue.waiting().stream()
                .filter(queuedFailure -> !held.contains(queuedFailure.id()))
                .toList();
        if (!fresh.isEmpty()) {
            FailureAnalyzer.Snapshot snapshot = failureAnalyzer.snapshot(now);
            fresh.stream()
                    .takeWhile(queuedFailure -> shouldContinue())
                    .forEach(queuedFailure -> sendAlert(queuedFailure, snapshot));
        }
        throttle.due(steady.instant()).forEach(this::sendAlert);
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
        if (lasts(failure)) {
            log(
                    failure,
                    queuedFailure.details().orElseGet(() -> snapshot.detailsWithoutLogTail(failure)),
                    "told before");
            remove(List.of(queuedFailure));
        } else if (throttle.allows(failure.process(), steady.instant())) {
            FailureDetails found = queuedFailure.details().orElseGet(() -> snapshot.detailsOf(failure));
            Alert alert = messages.about(queuedFailure, found, crashes, failureQueue.drainLost());
            log(failure, found, done(alert));
            tell(failure, alert, Audience.ALL);
            remove(List.of(queuedFailure));
        } else {
            FailureDetails found = queuedFailure.details().orElseGet(() -> snapshot.detailsWithoutLogTail(failure));
            log(failure, found, "suppressed by --throttle");
            if (failure.type() != FailureType.EXITED) {
                // machines must know what lasts; people are told together with the rest
                tell(failure, messages.about(queuedFailure, found, crashes, 0), Audience.MACHINES);
            }
            throttle(queuedFailure.withDetails(found));
        }
    }

    /** A program that could not be started before, and cannot be started now: nothing has changed. */
    private boolean lasts(ProcessFailure failure) {
        return switch (failure.type()) {
            case EXITED -> false;
            case FATAL -> isKnown(FailureType.FATAL, failure.process());
            case BACKOFF ->
                isKnown(FailureType.BACKOFF, failure.process()) || isKnown(FailureType.FATAL, failure.process());
        };
    }

    private boolean isKnown(FailureType type, Namespec process) {
        return alerts.seenAgain(type.name(), process.group(), process.name());
    }

    private void tell(ProcessFailure failure, Alert alert, Audience audience) {
        if (!states.isState(failure.type())) {
            queue.accept(alert);
        } else if (failure.type() == FailureType.EXITED) {
            String pid = failure.pid().isPresent() ? Long.toString(failure.pid().getAsLong()) : "";
            alerts.beginEachTime(failure.type().name(), alert, pid);
        } else {
            alerts.begin(failure.type().name(), alert, audience);
        }
        if (failure.type() == FailureType.FATAL) {
            replace(failure.process(), alert);
        }
    }

    /** What was told of the program before is not over, but there is something worse; machines have one state less. */
    private void replace(Namespec process, Alert worse) {
        for (OpenState state : alerts.open()) {
            if (state.isOf(process.group(), process.name()) && !state.what().equals(FailureType.FATAL.name())) {
                alerts.end(state, worse.subject(), "supervisord has given up.", Audience.WITHOUT_MAIL);
            }
        }
    }

    private void throttle(QueuedFailure queuedFailure) {
        if (throttle.suppress(queuedFailure)) {
            failureQueue.update(queuedFailure);
        } else {
            failureQueue.remove(List.of(queuedFailure));
        }
    }

    private void sendAlert(Throttle.Suppressed suppressed) {
        Alert alert = messages.about(suppressed, config.limit().orElseThrow(), failureQueue.drainLost());
        LOG.info(
                "{}: {} suppressed by --throttle; {}",
                suppressed.first().failure().process(),
                suppressed.number(),
                done(alert));
        queue.accept(alert);
        remove(suppressed.queuedFailures());
    }

    private void end(FailureStates.Over over, Instant now) {
        String subject = messages.subject(over, now);
        LOG.info("{} {}; {}", over.name(), over.reason().clause(), done(subject));
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

    private static void log(ProcessFailure failure, FailureDetails found, String done) {
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
