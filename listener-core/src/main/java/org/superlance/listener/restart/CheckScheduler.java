package org.superlance.listener.restart;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.event.Event;
import org.superlance.listener.event.Event.TickEvent;
import org.superlance.listener.event.EventListener;
import org.superlance.listener.metrics.Metric;
import org.superlance.listener.metrics.Metrics;
import org.superlance.listener.restart.Check.CheckException;
import org.superlance.listener.restart.Decision.DecisionType;
import org.superlance.listener.status.ListenerStatus.ProgramStatus;
import org.superlance.listener.status.StatusRecorder;
import org.superlance.listener.util.LogOnce;
import org.superlance.listener.util.VmErrors;

/** Starts a check cycle at every tick; a tick during a check cycle is skipped. */
public final class CheckScheduler implements EventListener {

    private static final Logger LOG = LoggerFactory.getLogger(CheckScheduler.class);
    private static final String COMPLETED = "done";
    private static final String FAILED = "failed";

    private final CheckCycle cycle;
    private final Executor worker;
    private final Metrics metrics;
    private final StatusRecorder status;
    private final InstantSource steady;
    private final InstantSource clock;
    private final BooleanSupplier ending;
    private final AtomicBoolean running = new AtomicBoolean();
    private final LogOnce planned = new LogOnce();

    /**
     * @param steady measures durations
     * @param clock tells the time
     * @param ending whether the listener is about to end, which aborts the call that a check waits for
     */
    public CheckScheduler(
            CheckCycle cycle,
            Executor worker,
            Metrics metrics,
            StatusRecorder status,
            InstantSource steady,
            InstantSource clock,
            BooleanSupplier ending) {
        this.cycle = cycle;
        this.worker = worker;
        this.metrics = metrics;
        this.status = status;
        this.steady = steady;
        this.clock = clock;
        this.ending = ending;
        metrics.add(Metric.CHECKS, 0, COMPLETED);
        metrics.add(Metric.CHECKS, 0, FAILED);
        metrics.add(Metric.TICKS_SKIPPED, 0);
        for (DecisionType type : DecisionType.values()) {
            metrics.add(Metric.DECISIONS, 0, type.toString());
        }
    }

    @Override
    public void onEvent(Event event) {
        if (!(event instanceof TickEvent tick)) {
            return;
        }
        if (running.compareAndSet(false, true)) {
            execute(tick.when());
        } else {
            metrics.count(Metric.TICKS_SKIPPED);
            LOG.debug("tick {} skipped: the previous check is still running", tick.when());
        }
    }

    private void execute(Instant when) {
        try {
            worker.execute(() -> runCycle(when));
        } catch (RejectedExecutionException e) {
            running.set(false);
            LOG.debug("tick {} skipped: the listener is ending", when);
        } catch (RuntimeException | VirtualMachineError e) {
            // otherwise no tick would ever begin another check
            running.set(false);
            throw e;
        }
    }

    private void runCycle(Instant when) {
        Instant begin = steady.instant();
        status.onCheckBegun(clock.instant());
        try {
            count(cycle.runCycle(when), begin);
        } catch (CheckException e) {
            if (ending.getAsBoolean()) {
                LOG.debug("check aborted: {}", e.getMessage());
                return;
            }
            if (e.isPlanned()) {
                logPlanned(e);
                return;
            }
            metrics.count(Metric.CHECKS, FAILED);
            status.onProblem(clock.instant(), String.valueOf(e.getMessage()));
            LOG.error("{}; trying again at the next tick", e.getMessage());
        } catch (RuntimeException | VirtualMachineError | LinkageError e) {
            metrics.count(Metric.CHECKS, FAILED);
            LOG.error("internal error during check; retrying on next tick", e);
            status.onProblem(clock.instant(), "internal error during check: " + VmErrors.sentence(e));
        } finally {
            // before the next one can begin
            status.onCheckEnded();
            running.set(false);
        }
    }

    /** It goes on telling so until its programs have ended, which may take an hour. */
    private void logPlanned(CheckException end) {
        if (planned.raise()) {
            LOG.info("{}", end.getMessage());
        }
    }

    private void count(List<Decision> decisions, Instant begin) {
        planned.clear();
        metrics.count(Metric.CHECKS, COMPLETED);
        Duration duration = Duration.between(begin, steady.instant());
        metrics.set(Metric.CHECK_DURATION, duration.toMillis() / 1_000.0);
        status.onChecked(clock.instant(), duration, decisions.size(), notWell(decisions));
        for (Decision decision : decisions) {
            metrics.count(Metric.DECISIONS, decision.type().toString());
        }
    }

    /** The programs that are not simply well. */
    private static List<ProgramStatus> notWell(List<Decision> decisions) {
        List<ProgramStatus> programs = new ArrayList<>();
        for (Decision decision : decisions) {
            decision.status().ifPresent(programs::add);
        }
        return programs;
    }
}
