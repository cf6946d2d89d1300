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
import org.superlance.listener.crash.ProcessFailure;
import org.superlance.listener.crash.QueuedFailure;
import org.superlance.listener.event.Event.ProcessStateEvent;
import org.superlance.listener.notify.Alert;
import org.superlance.listener.notify.NotificationQueue;
import org.superlance.listener.restart.UptimeCorrection;
import org.superlance.listener.runtime.ListenerContext;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.SupervisorClient;
import org.superlance.listener.util.Durations;
import org.superlance.listener.util.TextSanitizer;

/** Makes a mail of each failure: what happened is looked up, and the failure is forgotten when its mail is safe. */
final class CrashMailer implements FailureHandler {

    private static final Logger LOG = LoggerFactory.getLogger(CrashMailer.class);
    private static final int MAX_LOGGED_LENGTH = 300;
    private static final int MAX_SUBJECT_LENGTH = 200;

    private final FailureQueue failureQueue;
    private final NotificationQueue queue;
    private final SupervisorClient supervisor;
    private final InstantSource clock;
    private final InstantSource steady;
    private final UptimeCorrection uptimes = new UptimeCorrection();
    private final FailureAnalyzer failureAnalyzer;
    private final CrashmailConfig config;
    private final Mailing mailing;
    private final Throttle throttle;
    private final RecoveryTracker tracker;
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
        this.supervisor = context.supervisor();
        this.clock = context.clock();
        this.steady = context.steady();
        this.mailing = context.dryRun()
                ? Mailing.DRY_RUN
                : config.notifications().hasReceivers() ? Mailing.SENT : Mailing.NO_RECEIVER;
        this.throttle = new Throttle(config.limit());
        this.tracker = new RecoveryTracker(config.recoveredAfter());
        this.ignored = new IgnoredFailures(config);
        this.messages = new CrashMessages(
                config.prefix(), context.host(), context.clock().getZone());
        this.counter = new CrashCounter(clock.instant());
    }

    @Override
    public void onEvent(ProcessStateEvent event) {
        Instant now = clock.instant();
        failureAnalyzer.refresh(now);
        tracker.onEvent(event, steady.instant());
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
        if (tracker.isCheckDue(steady.instant())) {
            checkRecoveries(now);
        }
    }

    @Override
    public void flush(Instant now) {
        runCycle(now);
        throttle.all().forEach(this::sendAlert);
    }

    private void sendAlert(QueuedFailure queuedFailure, FailureAnalyzer.Snapshot snapshot) {
        ProcessFailure failure = queuedFailure.failure();
        String crashes = crashes(failure);
        if (throttle.allows(failure.process(), steady.instant())) {
            FailureDetails found = queuedFailure.details().orElseGet(() -> snapshot.detailsOf(failure));
            Alert alert = messages.about(queuedFailure, found, crashes, failureQueue.drainLost());
            log(failure, found, done(alert));
            send(alert, List.of(queuedFailure));
            tracker.onReported(failure);
        } else {
            FailureDetails found = queuedFailure.details().orElseGet(() -> snapshot.detailsWithoutLogTail(failure));
            log(failure, found, "suppressed by --throttle");
            throttle(queuedFailure.withDetails(found));
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
        send(alert, suppressed.queuedFailures());
    }

    private void checkRecoveries(Instant now) {
        supervisor
                .processes()
                .value()
                .ifPresentOrElse(
                        processes -> recovered(processes).forEach(recovery -> {
                            Alert alert = messages.about(recovery, now);
                            LOG.info("{} has recovered; {}", recovery.process().name(), done(alert));
                            queue.accept(alert);
                        }),
                        () -> tracker.postpone(steady.instant()));
    }

    private List<RecoveryTracker.Recovery> recovered(List<ProcessInfo> processes) {
        Instant time = steady.instant();
        return tracker.findRecovered(uptimes.correct(processes, time), time);
    }

    private void send(Alert alert, List<QueuedFailure> queuedFailures) {
        queue.accept(alert);
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
        return switch (mailing) {
            case SENT -> "queued: '" + TextSanitizer.singleLine(alert.subject(), MAX_SUBJECT_LENGTH) + "'";
            case NO_RECEIVER -> "not sent: no receiver is given (-m, -s)";
            case DRY_RUN ->
                "dry run: would send '" + TextSanitizer.singleLine(alert.subject(), MAX_SUBJECT_LENGTH) + "'";
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
