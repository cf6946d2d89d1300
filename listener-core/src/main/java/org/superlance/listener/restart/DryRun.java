package org.superlance.listener.restart;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.supervisor.Namespec;

/** Says what would be done. */
public final class DryRun implements Actions {

    private static final Logger LOG = LoggerFactory.getLogger(DryRun.class);

    @Override
    public boolean isUnderWay(Namespec name) {
        return false;
    }

    @Override
    public int underWay() {
        return 0;
    }

    @Override
    public void act(List<Decision> decisions) {
        decisions.forEach(decision -> LOG.warn("dry run, would {}", decision.sentence()));
    }

    @Override
    public void hold(Decision decision) {
        LOG.warn("dry run, would {}", decision.sentence());
    }
}
