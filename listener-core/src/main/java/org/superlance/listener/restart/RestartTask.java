package org.superlance.listener.restart;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.restart.RestartResult.Outcome;
import org.superlance.listener.supervisor.Fault;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.RpcResult;
import org.superlance.listener.supervisor.SupervisorClient;
import org.superlance.listener.util.Backoff;
import org.superlance.listener.util.Durations;
import org.superlance.listener.util.LogOnce;

/**
 * One restart, from the stop to the running process. Each step is one call to supervisord, which decides the next step;
 * no thread is held between steps.
 */
final class RestartTask {

    private static final Logger LOG = LoggerFactory.getLogger(RestartTask.class);
    /** Polls of a process that keeps running after an unconfirmed stop, before the stop counts as failed. */
    private static final int MAX_POLLS = 5;
    /** Between two polls of a process that is stopping or starting. */
    private static final Backoff POLL_BACKOFF = new Backoff(Duration.ofMillis(100), 1.4, Duration.ofSeconds(3));
    /** Between two steps when the listener is exiting. */
    private static final Duration SHUTDOWN_STEP_DELAY = Duration.ofMillis(250);

    private final Context context;
    private final Namespec name;
    private final long oldPid;
    private final RestartHooks hooks;
    private final Consumer<RestartResult> report;
    private final Consumer<RestartTask> end;

    private boolean stopConfirmed;
    private final LogOnce startFailure = new LogOnce();
    private volatile boolean begun;
    private int polls;
    private int starts;

    // guarded by this
    private @Nullable Runnable nextStep;
    private @Nullable Future<?> scheduled;

    /**
     * What all restarts of a listener share.
     *
     * @param journal records what is stopped and not started yet
     * @param finishing whether the listener is exiting, so that restarts must hurry
     */
    record Context(
            SupervisorClient supervisor,
            RestartJournal journal,
            ScheduledExecutorService workers,
            BooleanSupplier finishing) {}

    /**
     * @param oldPid of the process to be stopped; 0 if unknown
     * @param report receives the result, on a worker thread
     * @param end called when there is nothing more to do, after the report
     */
    RestartTask(
            Context context,
            Namespec name,
            long oldPid,
            RestartHooks hooks,
            Consumer<RestartResult> report,
            Consumer<RestartTask> end) {
        this.context = context;
        this.name = name;
        this.oldPid = oldPid;
        this.hooks = hooks;
        this.report = report;
        this.end = end;
    }

    Namespec name() {
        return name;
    }

    void beginAfter(Duration delay, Runnable firstStep) {
        begun = delay.isZero();
        if (!begun) {
            LOG.info("{}: restart begins in {}", name, Durations.format(delay));
        }
        next(delay, () -> {
            begun = true;
            firstStep.run();
        });
    }

    void begin() {
        attempt(hooks.beforeStop());
        stop();
    }

    private void stop() {
        context.journal().record(name);
        RpcResult<Boolean> result = context.supervisor().stop(name, false);
        if (result instanceof RpcResult.NoResponse<?> noResponse && noResponse.mayHaveActed()) {
            LOG.warn("{}: {}; checking whether it stops anyway", name, result.sentence());
        } else if (result.value().isEmpty()) {
            end(
                    isGone(result) || result.isFault(Fault.NOT_RUNNING) ? Outcome.SKIPPED : Outcome.STOP_FAILED,
                    result.sentence());
            return;
        } else {
            stopConfirmed = true;
        }
        poll(this::pollStopped);
    }

    void pollStopped() {
        RpcResult<ProcessInfo> result = context.supervisor().process(name);
        if (result.value().isEmpty()) {
            pollAgainUnlessGone(result, this::pollStopped);
            return;
        }
        ProcessInfo process = result.value().get();
        switch (process.state()) {
            case STOPPED, EXITED, FATAL -> {
                attempt(hooks.whileStopped());
                next(hooks.pause(), this::start);
            }
            case RUNNING -> stillRunning(process);
            case UNKNOWN -> end(Outcome.STOP_FAILED, "supervisord could not stop it, its state is UNKNOWN");
            case STOPPING, STARTING, BACKOFF -> poll(this::pollStopped);
        }
    }

    private void stillRunning(ProcessInfo process) {
        if (process.pid() != oldPid) {
            end(Outcome.RESTARTED, "new pid " + process.pid());
        } else if (!stopConfirmed && polls >= MAX_POLLS) {
            end(Outcome.STOP_FAILED, "supervisord did not confirm the stop, still running with pid " + oldPid);
        } else {
            poll(this::pollStopped);
        }
    }

    private void attempt(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | VirtualMachineError | LinkageError e) {
            LOG.error("{}: internal error in a step of its restart; continuing", name, e);
        }
    }

    void start() {
        starts++;
        polls = 0;
        RpcResult<Boolean> result = context.supervisor().start(name, false);
        if (result.value().isPresent() || result.isFault(Fault.ALREADY_STARTED)) {
            poll(this::pollStarted);
        } else if (isGone(result)) {
            end(Outcome.SKIPPED, result.sentence());
        } else {
            startFailed(result.sentence());
            startLater();
        }
    }

    private void pollStarted() {
        RpcResult<ProcessInfo> result = context.supervisor().process(name);
        if (result.value().isEmpty()) {
            pollAgainUnlessGone(result, this::pollStarted);
            return;
        }
        ProcessInfo process = result.value().get();
        switch (process.state()) {
            case RUNNING -> end(Outcome.RESTARTED, "new pid " + process.pid());
            case EXITED -> end(Outcome.RESTARTED, "started, and exited by itself");
            case STOPPED -> end(Outcome.SKIPPED, "started, and stopped by somebody else");
            case BACKOFF -> {
                startFailed("it exits right after its start, supervisord retries" + because(process));
                poll(this::pollStarted);
            }
            case FATAL, UNKNOWN -> {
                startFailed("supervisord gave up starting it" + because(process));
                startLater();
            }
            case STARTING, STOPPING -> poll(this::pollStarted);
        }
    }

    private static String because(ProcessInfo process) {
        return process.spawnError().isEmpty() ? "" : ": " + process.spawnError();
    }

    private void startFailed(String why) {
        if (startFailure.raise()) {
            report(Outcome.START_FAILED, why);
        } else {
            LOG.debug("{}: not started yet: {}", name, why);
        }
    }

    private void startLater() {
        next(Backoff.RETRY.delayAfter(starts), this::start);
    }

    private void pollAgainUnlessGone(RpcResult<?> result, Runnable step) {
        if (isGone(result)) {
            end(Outcome.SKIPPED, result.sentence());
        } else {
            if (polls == 0) {
                LOG.warn("{}: cannot get its state during its restart: {}; retrying", name, result.sentence());
            }
            poll(step);
        }
    }

    /** Removed from the configuration, or supervisord is shutting down: then it must not be started. */
    private static boolean isGone(RpcResult<?> result) {
        return result.isFault(Fault.BAD_NAME) || result.isFault(Fault.SHUTDOWN_STATE);
    }

    private void poll(Runnable step) {
        polls++;
        next(POLL_BACKOFF.delayAfter(polls), step);
    }

    /** Continues with that step after that time, or sooner if the listener is exiting. */
    private synchronized void next(Duration delay, Runnable step) {
        nextStep = step;
        long millis = Math.min(
                delay.toMillis(), context.finishing().getAsBoolean() ? SHUTDOWN_STEP_DELAY.toMillis() : Long.MAX_VALUE);
        try {
            scheduled = context.workers().schedule(() -> run(step), millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("listener exits before the next step of a restart", e);
        }
    }

    /** Runs the next step at once, or cancels the restart if it has not begun. */
    void expedite() {
        if (cancelScheduled()) {
            end(Outcome.SKIPPED, "listener exits before the restart began");
        }
    }

    /** Makes the next step due now; or drops it, and returns true, if the restart has not begun. */
    private synchronized boolean cancelScheduled() {
        if (nextStep == null || scheduled == null || !scheduled.cancel(false)) {
            return false;
        }
        if (begun) {
            next(Duration.ZERO, nextStep);
        }
        return !begun;
    }

    private void run(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | VirtualMachineError | LinkageError e) {
            LOG.error("{}: internal error during its restart; continuing", name, e);
            poll(this::pollStopped);
        }
    }

    private void end(Outcome outcome, String sentence) {
        // reported first: whoever waits for the end of the restart relies on its having been reported
        report(outcome, sentence);
        context.journal().remove(name);
        end.accept(this);
    }

    private void report(Outcome outcome, String sentence) {
        RestartResult result = new RestartResult(name, outcome, sentence);
        switch (outcome) {
            case RESTARTED -> LOG.info("restarted {}: {}", name, sentence);
            case SKIPPED -> LOG.warn("{} not restarted: {}", name, sentence);
            case STOP_FAILED -> LOG.error("failed to stop {}: {}", name, sentence);
            case START_FAILED -> LOG.error("failed to start {}: {}; retrying", name, sentence);
        }
        report.accept(result);
    }
}
