package org.superlance.listener.restart;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.restart.RestartResult.Outcome;
import org.superlance.listener.supervisor.Namespec;

/**
 * Restarts for real, at most so many processes at the same time; the others wait, and the next begins when one before it
 * runs again. If one does not come back, what waits is left as it is: whatever has broken this one would break them too.
 * What is decided while it is still down waits until it runs.
 */
public final class RestartQueue implements RestartExecutor {

    private static final Logger LOG = LoggerFactory.getLogger(RestartQueue.class);

    private final RestartManager restartManager;
    private final Function<Decision, RestartHooks> plans;
    private final RestartNotifier notifier;
    private final Deque<Decision> waiting = new ArrayDeque<>();
    private final int maxConcurrent;
    private int running;

    private RestartQueue(
            RestartManager restartManager,
            Function<Decision, RestartHooks> plans,
            RestartNotifier notifier,
            int maxConcurrent) {
        this.maxConcurrent = maxConcurrent;
        this.restartManager = restartManager;
        this.plans = plans;
        this.notifier = notifier;
    }

    /**
     * Restarts all that a round decides at the same time.
     *
     * @param plans what is to be done around each restart
     */
    public static RestartQueue parallel(
            RestartManager restartManager, Function<Decision, RestartHooks> plans, RestartNotifier notifier) {
        return new RestartQueue(restartManager, plans, notifier, Integer.MAX_VALUE);
    }

    /**
     * Restarts one process after another.
     *
     * @param plans what is to be done around each restart
     */
    public static RestartQueue rolling(
            RestartManager restartManager, Function<Decision, RestartHooks> plans, RestartNotifier notifier) {
        return new RestartQueue(restartManager, plans, notifier, 1);
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
    public void onRateLimited(Decision decision) {
        LOG.warn("{}", decision.sentence());
        notifier.onRateLimited(decision);
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
            RestartHooks plan = plans.apply(decision).because(decision.result().cause());
            if (restartManager.restart(decision.process(), plan, report -> ended(decision, report))) {
                running++;
            }
            // otherwise the listener is about to end, or somebody else restarts it already
        }
    }

    private synchronized void ended(Decision decision, RestartResult report) {
        boolean failed = report.outcome() == Outcome.STOP_FAILED || report.outcome() == Outcome.START_FAILED;
        notifier.onFinished(decision, failed && !waiting.isEmpty() ? abandon(report) : report);
        if (report.outcome() != Outcome.START_FAILED) {
            running--;
            next();
        }
    }

    /** The report with what it means for the others, so that the letter tells it too. */
    private RestartResult abandon(RestartResult report) {
        String left =
                waiting.stream().map(decision -> decision.name().toString()).collect(Collectors.joining(", "));
        waiting.clear();
        LOG.error("{} is not restarted: the round ends, and these are left as they are: {}", report.name(), left);
        return new RestartResult(
                report.name(),
                report.outcome(),
                report.sentence() + "; the round ends with it, and these are left as they are: " + left);
    }
}
