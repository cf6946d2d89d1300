package org.superlance.listener.restart;

import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.supervisor.Namespec;

/** Restarts for real, all that a round decides at the same time. */
public final class AtOnce implements Actions {

    private static final Logger LOG = LoggerFactory.getLogger(AtOnce.class);

    private final Restarter restarter;
    private final Function<Decision, RestartPlan> plans;
    private final Correspondence correspondence;

    /** @param plans what is to be done around each restart */
    public AtOnce(Restarter restarter, Function<Decision, RestartPlan> plans, Correspondence correspondence) {
        this.restarter = restarter;
        this.plans = plans;
        this.correspondence = correspondence;
    }

    @Override
    public boolean isUnderWay(Namespec name) {
        return restarter.isUnderWay(name);
    }

    @Override
    public int underWay() {
        return restarter.underWay();
    }

    @Override
    public void act(List<Decision> decisions) {
        for (Decision decision : decisions) {
            LOG.warn("{}", decision.sentence());
            RestartPlan plan = plans.apply(decision).because(decision.finding().cause());
            restarter.restart(decision.process(), plan, report -> correspondence.ended(decision, report));
        }
    }

    @Override
    public void hold(Decision decision) {
        LOG.warn("{}", decision.sentence());
        correspondence.held(decision);
    }

    @Override
    public void round(List<Decision> all, List<Decision> actedOn) {
        correspondence.round(all, actedOn);
    }

    @Override
    public void close() {
        correspondence.close();
    }
}
