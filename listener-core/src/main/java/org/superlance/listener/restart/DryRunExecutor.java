package org.superlance.listener.restart;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.supervisor.Namespec;

/** Says what would be done. */
public final class DryRunExecutor implements RestartExecutor {

    private static final Logger LOG = LoggerFactory.getLogger(DryRunExecutor.class);

    @Override
    public boolean isInProgress(Namespec name) {
        return false;
    }

    @Override
    public int inProgress() {
        return 0;
    }

    @Override
    public void execute(List<Decision> decisions) {
        decisions.forEach(decision -> LOG.warn("dry run, would {}", decision.intention()));
    }

    @Override
    public void onRateLimited(Decision decision) {
        LOG.warn("dry run, would {}", decision.intention());
    }
}
