package org.superlance.listener.restart;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.restart.RestartResult.Outcome;
import org.superlance.listener.supervisor.Namespec;

/**
 * Restarts for real, at most so many processes at the same time; the others wait, and the next begins when one before
 * it runs again. If one does not come back, what waits is left as it is: whatever has broken this one would break them
 * too. What is decided while it is still down waits until it runs.
 */
public final class RestartQueue implements RestartExecutor {

    private static final Logger LOG = LoggerFactory.getLogger(RestartQueue.class);

    private final RestartManager restartManager;
    private final Function<Decision, RestartHooks> hooks;
    private final RestartNotifier notifier;
    private final Deque<Decision> waiting = new ArrayDeque<>();
    private final int maxConcurrent;
    private int running;

    private RestartQueue(
            RestartManager restartManager,
            Function<Decision, RestartHooks> hooks,
            RestartNotifier notifier,
            int maxConcurrent) {
        this.maxConcurrent = maxConcurrent;
        this.restartManager = restartManager;
        this.hooks = hooks;
        this.notifier = notifier;
    }

    /**
     * Restarts all processes of a cycle at the same time.
     *
     * @param hooks what is done around each restart
     */
    public static RestartQueue parallel(
            RestartManager restartManager, Function<Decision, RestartHooks> hooks, RestartNotifier notifier) {
        return new RestartQueue(restartManager, hooks, notifier, Integer.MAX_VALUE);
    }

    /**
     * Restarts one process after another.
     *
     * @param hooks what is done around each restart
     */
    public static RestartQueue rolling(
            RestartManager restartManager, Function<Decision, RestartHooks> hooks, RestartNotifier notifier) {
        return new RestartQueue(restartManager, hooks, notifier, 1);
    }

    @Override
    public synchronized boolean isInProgress(Namespec name) {
        return restartManager.isInProgress(name)
                || waiting.stream().anyMatch(decision -> decision.name().equals(name));
    }

    @Override
    public int inProgress() {
        return restartManager.inProgress();
    }

    @Override
    public synchronized void execute(List<Decision> decisions) {
        waiting.addAll(decisions);
        next();
    }

    @Override
    public synchronized void resume() {
        running +=
                restartManager.resume((decision, report, told) -> ended(decision, report, told, new AtomicBoolean()));
    }

    @Override
    public void onRateLimited(Decision decision) {
        LOG.warn("{}", decision.sentence());
        notifier.onRateLimited(decision);
    }

    @Override
    public void onPaused(Decision decision) {
        LOG.info("{}", decision.sentence());
        notifier.onPaused(decision);
    }

    @Override
    public void onCycle(List<Decision> all, List<Decision> actedOn) {
        notifier.onCycle(all, actedOn);
    }

    @Override
    public void close() {
        notifier.close();
    }

    private void next() {
        while (running < maxConcurrent && !waiting.isEmpty()) {
            Decision decision = waiting.remove();
            LOG.warn("{}", decision.sentence());
            AtomicBoolean ended = new AtomicBoolean();
            if (restartManager.restart(
                    decision, hooks.apply(decision), (made, report, told) -> ended(made, report, told, ended))) {
                running++;
            }
            // otherwise the listener is exiting, or another restart of it is in progress
        }
    }

    /** @param before whether it has ended before: one that stopped too late is told of twice */
    private synchronized void ended(Decision decision, RestartResult report, Runnable told, AtomicBoolean before) {
        boolean failed = report.outcome() == Outcome.STOP_FAILED || report.outcome() == Outcome.START_FAILED;
        notifier.onFinished(decision, failed && !waiting.isEmpty() ? abandon(report) : report, told);
        if (report.outcome() != Outcome.START_FAILED && before.compareAndSet(false, true)) {
            running--;
            next();
        }
    }

    /** The result, with what it means for the others, so that the alert says so too. */
    private RestartResult abandon(RestartResult report) {
        String left =
                waiting.stream().map(decision -> decision.name().toString()).collect(Collectors.joining(", "));
        waiting.clear();
        LOG.error("{} not restarted: rolling restart aborted, not restarting {}", report.name(), left);
        return new RestartResult(
                report.name(),
                report.outcome(),
                report.sentence() + "; rolling restart aborted, not restarting " + left,
                report.id());
    }
}
