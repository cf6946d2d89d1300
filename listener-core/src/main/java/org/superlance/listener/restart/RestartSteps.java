package org.superlance.listener.restart;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The next step of one restart: when it is to be done, and how to hurry it. */
final class RestartSteps {

    private static final Logger LOG = LoggerFactory.getLogger(RestartSteps.class);

    /** Between two steps when the listener is about to end. */
    private static final Duration SHUTDOWN_STEP_DELAY = Duration.ofMillis(250);

    private final RestartManager restartManager;
    private final Consumer<Runnable> runner;
    private @Nullable Runnable nextStep;
    private @Nullable Future<?> scheduled;

    /** @param runner does a step, and survives it */
    RestartSteps(RestartManager restartManager, Consumer<Runnable> runner) {
        this.restartManager = restartManager;
        this.runner = runner;
    }

    /** Goes on with that step after that time, or sooner if the listener is about to end. */
    synchronized void next(Duration delay, Runnable step) {
        nextStep = step;
        long millis = Math.min(
                delay.toMillis(), restartManager.isFinishing() ? SHUTDOWN_STEP_DELAY.toMillis() : Long.MAX_VALUE);
        try {
            scheduled = restartManager.workers().schedule(() -> runner.accept(step), millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("the listener ends before a restart of its own", e);
        }
    }

    /**
     * Does at once what was to be done later.
     *
     * @param begun whether the process has been touched; if not, the step is dropped instead
     * @return false if it was dropped
     */
    synchronized boolean expedite(boolean begun) {
        if (nextStep == null || scheduled == null || !scheduled.cancel(false)) {
            return true;
        }
        if (begun) {
            next(Duration.ZERO, nextStep);
        }
        return begun;
    }
}
