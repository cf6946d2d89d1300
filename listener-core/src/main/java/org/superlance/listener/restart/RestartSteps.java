package org.superlance.listener.restart;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.util.Backoff;
import org.superlance.listener.util.Durations;

/**
 * The steps of one restart, one at a time, each on a worker: each decides which is the next, and when. No thread is held
 * between two. What takes long has a thread of its own meanwhile.
 */
final class RestartSteps {

    private static final Logger LOG = LoggerFactory.getLogger(RestartSteps.class);
    /** Between two steps when the listener is exiting. */
    private static final Duration SHUTDOWN_STEP_DELAY = Duration.ofMillis(250);

    private final RestartContext context;
    private final Namespec name;
    private final Runnable afterFault;
    private int errors;

    // guarded by this
    private @Nullable Runnable nextStep;
    private @Nullable Runnable whenExiting;
    private @Nullable Future<?> scheduled;
    private int turns;

    /** @param afterFault the step that follows one which has thrown an exception */
    RestartSteps(RestartContext context, Namespec name, Runnable afterFault) {
        this.context = context;
        this.name = name;
        this.afterFault = afterFault;
    }

    /** Continues with that step after that time, or sooner if the listener is exiting. */
    synchronized void next(Duration delay, Runnable step) {
        schedule(delay, step, null);
    }

    /** The same, with another step at once if the listener is exiting. */
    void nextUnlessExiting(Duration delay, Runnable step, Runnable whenExiting) {
        synchronized (this) {
            schedule(delay, step, whenExiting);
        }
        if (context.finishing().getAsBoolean()) {
            expedite();
        }
    }

    private void schedule(Duration delay, Runnable step, @Nullable Runnable whenExiting) {
        this.nextStep = step;
        this.whenExiting = whenExiting;
        int turn = ++turns;
        boolean hurry = whenExiting == null && context.finishing().getAsBoolean();
        long millis = Math.min(delay.toMillis(), hurry ? SHUTDOWN_STEP_DELAY.toMillis() : Long.MAX_VALUE);
        try {
            scheduled = context.workers().schedule(() -> run(step, turn), millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("listener exits before the next step of a restart");
        }
    }

    /**
     * Continues with the step that comes of work on a thread of its own. If that is interrupted, there is no next step: the
     * next run of the listener makes it.
     */
    synchronized void await(Callable<Runnable> work) {
        int turn = ++turns;
        nextStep = null;
        whenExiting = null;
        scheduled = context.threads().run(() -> doWork(work, turn));
    }

    /** The same, interrupted if the listener is exiting, with another step at once. */
    void awaitUnlessExiting(Callable<Runnable> work, Runnable instead) {
        synchronized (this) {
            await(work);
            whenExiting = instead;
        }
        if (context.finishing().getAsBoolean()) {
            expedite();
        }
    }

    private void doWork(Callable<Runnable> work, int turn) {
        Runnable step;
        try {
            step = work.call();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        } catch (Exception | VirtualMachineError | LinkageError e) {
            LOG.error("{}: internal error in a hook of its restart; continuing", name, e);
            step = afterFault;
        }
        synchronized (this) {
            if (turn == turns) {
                schedule(Duration.ZERO, step, null);
            }
        }
    }

    /** Makes the next step due now; or goes another way, if there is one for a listener that is exiting. */
    void expedite() {
        Runnable instead;
        synchronized (this) {
            instead = whenExiting;
            if (instead == null) {
                hurry();
                return;
            }
            boolean isWork = nextStep == null;
            if (scheduled == null || !scheduled.cancel(isWork)) {
                return;
            }
            turns++;
            nextStep = null;
            whenExiting = null;
        }
        instead.run();
    }

    private void hurry() {
        if (nextStep != null && scheduled != null && scheduled.cancel(false)) {
            schedule(Duration.ZERO, nextStep, null);
        }
    }

    private void run(Runnable step, int turn) {
        synchronized (this) {
            if (turn != turns) {
                // another one was made due in its place, when it could not be cancelled any more
                return;
            }
            // a future can be cancelled while it runs: without this it would go on, and its successor beside it
            nextStep = null;
            whenExiting = null;
        }
        try {
            step.run();
        } catch (RuntimeException | VirtualMachineError | LinkageError e) {
            errors++;
            Duration delay = Backoff.RETRY.delayAfter(errors);
            LOG.error("{}: internal error during its restart; continuing in {}", name, Durations.format(delay), e);
            next(delay, afterFault);
        }
    }
}
