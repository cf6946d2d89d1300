package org.superlance.listener.restart;

import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.supervisor.Namespec;

/** Restarts for real, all that a round decides at the same time. */
public final class ParallelRestart implements RestartExecutor {

    private static final Logger LOG = LoggerFactory.getLogger(ParallelRestart.class);

    private final RestartManager restartManager;
    private final Function<Decision, RestartHooks> plans;
    private final RestartNotifier notifier;

    /** @param plans what is to be done around each restart */
    public ParallelRestart(
            RestartManager restartManager, Function<Decision, RestartHooks> plans, RestartNotifier notifier) {
        this.restartManager = restartManager;
        this.plans = plans;
        this.notifier = notifier;
    }

    @Override
    public boolean isInProgress(Namespec name) {
        return restartManager.isInProgress(name);
    }

    @Override
    public int inProgress() {
        return restartManager.inProgress();
    }

    @Override
    public void execute(List<Decision> decisions) {
        for (Decision decision : decisions) {
            LOG.warn("{}", decision.sentence());
            RestartHooks plan = plans.apply(decision).because(decision.result().cause());
            restartManager.restart(decision.process(), plan, report -> notifier.onFinished(decision, report));
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
}
