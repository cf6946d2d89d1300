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
import org.superlance.listener.crash.SupervisorSnapshot;
import org.superlance.listener.event.ProcessStateEvent;
import org.superlance.listener.notify.Alert;
import org.superlance.listener.notify.NotificationQueue;
import org.superlance.listener.runtime.CrashContext;
import org.superlance.listener.supervisor.SupervisorClient;
import org.superlance.listener.util.Durations;
import org.superlance.listener.util.TextSanitizer;

/** Makes a mail of each failure: what happened is looked up, and the failure is forgotten when its mail is safe. */
final class CrashClerk implements FailureHandler {

    private static final Logger LOG = LoggerFactory.getLogger(CrashClerk.class);
    private static final int LONGEST_IN_LOG = 300;

    private final FailureQueue failureQueue;
    private final NotificationQueue queue;
    private final SupervisorClient supervisor;
    private final InstantSource clock;
    private final FailureAnalyzer failureAnalyzer;
    private final MailRules rules;
    private final Throttle throttle;
    private final Recoveries recoveries;
    private final CrashLetters letters;
    private final CrashCounter counter;

    CrashClerk(CrashContext context, FailureAnalyzer failureAnalyzer, MailRules rules) {
        this.failureQueue = context.failureQueue();
        this.queue = context.queue();
        this.supervisor = context.supervisor();
        this.clock = context.place().clock();
        this.failureAnalyzer = failureAnalyzer;
        this.rules = rules;
        this.throttle = new Throttle(rules.allowance());
        this.recoveries = new Recoveries(rules.recoveredAfter());
        this.letters = new CrashLetters(
                rules.prefix(), context.place().host(), context.place().clock().getZone());
        this.counter = new CrashCounter(clock.instant());
    }

    @Override
    public void onEvent(ProcessStateEvent event) {
        Instant now = clock.instant();
        failureAnalyzer.refresh(now);
        recoveries.seen(event, now);
    }

    @Override
    public void runCycle(Instant now) {
        failureAnalyzer.refresh(now);
        Set<String> held = throttle.held();
        List<QueuedFailure> fresh = failureQueue.waiting().stream()
                .filter(queuedFailure -> !held.contains(queuedFailure.id()))
                .toList();
        if (!fresh.isEmpty()) {
            SupervisorSnapshot snapshot = failureAnalyzer.snapshot(now);
            fresh.stream()
                    .takeWhile(queuedFailure -> goesOn())
                    .forEach(queuedFailure -> tell(queuedFailure, snapshot, now));
        }
        throttle.due(now).forEach(this::tell);
        if (recoveries.wantsToLook(now)) {
            lookForRecoveries(now);
        }
    }

    @Override
    public void flush(Instant now) {
        runCycle(now);
        throttle.all().forEach(this::tell);
    }

    private void tell(QueuedFailure queuedFailure, SupervisorSnapshot snapshot, Instant now) {
        ProcessFailure failure = queuedFailure.failure();
        String crashes = crashes(failure);
        if (throttle.allows(failure.process(), now)) {
            FailureDetails found = queuedFailure.details().orElseGet(() -> snapshot.detailsOf(failure));
            Alert alert = letters.about(queuedFailure, found, crashes, failureQueue.drainLost());
            log(failure, found, rules.done(alert));
            handOn(alert, List.of(queuedFailure));
            recoveries.reported(failure);
        } else {
            FailureDetails found = queuedFailure.details().orElseGet(() -> snapshot.detailsWithoutLogTail(failure));
            log(failure, found, "held back by --throttle");
            hold(queuedFailure.withDetails(found));
        }
    }

    private void hold(QueuedFailure queuedFailure) {
        if (throttle.hold(queuedFailure)) {
            failureQueue.update(queuedFailure);
        } else {
            failureQueue.remove(List.of(queuedFailure));
        }
    }

    private void tell(Throttle.Held held) {
        Alert alert = letters.about(held, rules.allowance().orElseThrow(), failureQueue.drainLost());
        LOG.info("{}: {} held back; {}", held.first().failure().process(), held.number(), rules.done(alert));
        handOn(alert, held.queuedFailures());
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

    private void handOn(Alert alert, List<QueuedFailure> queuedFailures) {
        queue.accept(alert);
        if (goesOn()) {
            // otherwise the disk may have refused what an interrupt has cut off: the next life tells it, by the same id
            failureQueue.remove(queuedFailures);
        }
    }

    private static boolean goesOn() {
        return !Thread.currentThread().isInterrupted();
    }

    private String crashes(ProcessFailure failure) {
        int number = counter.count(failure.process(), failure.time());
        return letters.crashes(
                Integer.toString(number),
                counter.hasFullWindow(failure.time()) ? Optional.empty() : Optional.of(counter.since()));
    }

    private static void log(ProcessFailure failure, FailureDetails found, String done) {
        LOG.warn(
                "{} {}{}: {}{}; {}",
                failure.type(),
                TextSanitizer.singleLine(failure.process().toString(), LONGEST_IN_LOG),
                failure.pid().isPresent() ? " (pid " + failure.pid().getAsLong() + ")" : "",
                found.causeOrUnknown(),
                found.uptime().map(uptime -> ", up " + Durations.format(uptime)).orElse(""),
                done);
    }
}
