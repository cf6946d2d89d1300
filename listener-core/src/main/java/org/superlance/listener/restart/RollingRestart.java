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
 * Restarts for real, one process after another: the next only when the one before runs again. If one does not come back,
 * the rest of the round is left as it is: whatever has broken this one would break them too. What is decided while it is
 * still down waits until it runs.
 */
public final class RollingRestart implements RestartExecutor {

    private static final Logger LOG = LoggerFactory.getLogger(RollingRestart.class);

    private final RestartManager restartManager;
    private final Function<Decision, RestartHooks> plans;
    private final RestartNotifier notifier;
    private final Deque<Decision> waiting = new ArrayDeque<>();
    private boolean busy;

    /** @param plans what is to be done around each restart */
    public RollingRestart(
            RestartManager restartManager, Function<Decision, RestartHooks> plans, RestartNotifier notifier) {
        this.restartManager = restartManager;
        this.plans = plans;
        this.notifier = notifier;
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
        if (!busy) {
            next();
        }
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

    private synchronized void next() {
        busy = !waiting.isEmpty();
        if (!busy) {
            return;
        }
        Decision decision = waiting.remove();
        LOG.warn("{}", decision.sentence());
        RestartHooks plan = plans.apply(decision).because(decision.result().cause());
        boolean begun = restartManager.restart(decision.process(), plan, report -> ended(decision, report));
        if (!begun) {
            // the listener is about to end, or somebody else restarts it already
            next();
        }
    }

    private synchronized void ended(Decision decision, RestartResult report) {
        boolean failed = report.outcome() == Outcome.STOP_FAILED || report.outcome() == Outcome.START_FAILED;
        notifier.onFinished(decision, failed && !waiting.isEmpty() ? abandon(report) : report);
        if (report.outcome() != Outcome.START_FAILED) {
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
