package org.superlance.procmon.watch;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.supervisor.Fault;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.listener.supervisor.RpcResult;
import org.superlance.listener.util.Durations;
import org.superlance.procmon.policy.RestartDecision.ScheduledRestart;
import org.superlance.procmon.watch.ProcessStateTracker.ObservedState;
import org.superlance.procmon.watch.WatchLoop.WatchContext;
import org.superlance.procmon.watch.WatchedProcess.StartAttempt;

/** Starts what is due, within the rate limit. Queries each first: what was stopped meanwhile stays stopped. */
final class StartScheduler {

    private static final Logger LOG = LoggerFactory.getLogger(StartScheduler.class);
    private static final Duration RETRY_DELAY = Duration.ofSeconds(5);

    private final WatchContext context;
    private final Consumer<Instant> comparison;
    private final WatchedProcesses processes;
    private final ProcessStateTracker tracker;
    private final StartRateLimiter limiter;
    private final SupervisorAvailability availability;
    /** What would be started now. */
    private final Set<Namespec> onHold = new HashSet<>();

    /** @param comparison asks for a comparison with supervisord at that time at the latest */
    StartScheduler(WatchContext context, Consumer<Instant> comparison) {
        this.context = context;
        this.comparison = comparison;
        this.processes = context.processes();
        this.tracker = context.tracker();
        this.limiter = context.limiter();
        this.availability = context.availability();
    }

    /** Schedules restarts of programs that have exited for good, and starts those that are due. */
    void run() {
        for (WatchedProcess process : ended(context.now())) {
            if (!context.isPaused() && isStillDown(process)) {
                tracker.onFinalExit(process, context.now()).ifPresent(context.report());
            }
        }
        List<WatchedProcess> due = due(context.now());
        holdBack(due);
        for (WatchedProcess process : due) {
            Instant now = context.now();
            if (availability.isPaused(now) || !limiter.allows(now)) {
                return;
            }
            if (!context.isOnHold(process) && isStillDown(process)) {
                process.next().ifPresent(next -> start(process, next));
            }
        }
    }

    /** Says once of each program that it would be started now and is paused. */
    private void holdBack(List<WatchedProcess> due) {
        Set<Namespec> held = new HashSet<>();
        for (WatchedProcess process : due) {
            Optional<String> pause = context.paused().apply(process.name());
            if (pause.isPresent()) {
                held.add(process.name());
                process.next()
                        .filter(next -> !onHold.contains(process.name()))
                        .map(next -> WatchDecision.paused(process.name(), next.reason(), pause.get()))
                        .ifPresent(context.report());
            }
        }
        onHold.clear();
        onHold.addAll(held);
    }

    /** When there is something to do; may be past. What is paused is looked at by the loop. */
    Instant nextAt(Instant now) {
        Instant start = Instant.MAX;
        for (WatchedProcess process : processes.all()) {
            Optional<ScheduledRestart> restart = process.next();
            if (restart.isPresent() && !context.isOnHold(process)) {
                start = WatchLoop.earlier(start, restart.get().at());
            }
        }
        Instant next = start.isAfter(now) || limiter.allows(now) ? start : limiter.next(now);
        for (WatchedProcess process : processes.all()) {
            if (process.unjudgedRun().isPresent()) {
                next = WatchLoop.earlier(next, finalAt(process));
            }
        }
        return next;
    }

    private List<WatchedProcess> ended(Instant now) {
        List<WatchedProcess> ended = new ArrayList<>();
        for (WatchedProcess process : processes.all()) {
            if (process.unjudgedRun().isPresent() && !finalAt(process).isAfter(now)) {
                ended.add(process);
            }
        }
        return ended;
    }

    private static Instant finalAt(WatchedProcess process) {
        return process.since().plus(ProcessStateTracker.AUTORESTART_GRACE);
    }

    private List<WatchedProcess> due(Instant now) {
        List<WatchedProcess> due = new ArrayList<>();
        for (WatchedProcess process : processes.all()) {
            process.postponeRestart(now);
            if (process.next().filter(next -> !next.at().isAfter(now)).isPresent()) {
                due.add(process);
            }
        }
        if (due.size() > 1) {
            due.sort(Comparator.comparing(
                    process -> process.next().map(ScheduledRestart::at).orElse(now)));
        }
        return due;
    }

    /** Queries supervisord, and updates the program if it is not. */
    private boolean isStillDown(WatchedProcess process) {
        RpcResult<ProcessInfo> result = context.supervisor().process(process.name());
        Instant now = context.now();
        if (!availability.isAvailable(result, now)) {
            return false;
        }
        if (result.value().isEmpty()) {
            processes.forget(process.name());
            return false;
        }
        ObservedState seen = ObservedState.of(result.value().get(), now);
        if (process.isIn(seen.state()) && tracker.isDown(seen)) {
            return true;
        }
        processes.update(process.name(), seen).ifPresent(context.report());
        return false;
    }

    private void start(WatchedProcess process, ScheduledRestart next) {
        if (context.dryRun()) {
            LOG.warn("dry run, would start {} now: {}", process.name(), next.reason());
            process.abandon();
            return;
        }
        ProcessState down = process.state().orElse(ProcessState.FATAL);
        LOG.info("starting {}: {}", process.name(), occasion(next));
        processes.started(process, context.now());
        // written first: a listener that is killed right after each start must not restart without any delay each time
        processes.save();
        RpcResult<Boolean> result = context.supervisor().start(process.name(), false);
        Instant now = context.now();
        limiter.started(process.name(), now);
        if (!availability.isAvailable(result, now)) {
            if (!(result instanceof RpcResult.NoResponse<?> noResponse) || !noResponse.mayHaveActed()) {
                process.endAttempt();
                process.enter(down, now);
                process.schedule(next.movedTo(now.plus(RETRY_DELAY)));
            }
        } else if (result.isFault(Fault.BAD_NAME)) {
            processes.forget(process.name());
        } else if (result.isFault(Fault.OTHER)) {
            // 0.7.4 of the Go supervisord says so of each start that it makes: what becomes of the program decides
            LOG.info("{}: {}; checking whether it starts anyway", process.name(), result.sentence());
            process.attempt().map(StartAttempt::eventsDueAt).ifPresent(comparison);
        } else if (isRefused(result)) {
            process.enter(down, now);
            tracker.onStartFailed(process, result.sentence(), now).ifPresent(context.report());
        }
    }

    /** The reason was logged when the start was scheduled. */
    private static String occasion(ScheduledRestart next) {
        return next.delay().isZero()
                ? next.reason()
                : Durations.format(next.delay()) + " after failure "
                        + next.failures().consecutive() + " in a row";
    }

    /** A program that exits at once was not refused: it is in BACKOFF, and supervisord retries it. */
    private static boolean isRefused(RpcResult<?> result) {
        return result.value().isEmpty() && !result.isFault(Fault.SPAWN_ERROR) && !result.isFault(Fault.ALREADY_STARTED);
    }
}
