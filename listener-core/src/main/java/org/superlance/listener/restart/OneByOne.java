package org.superlance.listener.restart;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.restart.RestartReport.Outcome;
import org.superlance.listener.supervisor.Namespec;

/**
 * Restarts for real, one process after another: the next only when the one before runs again. If one does not come back,
 * the rest of the round is left as it is: whatever has broken this one would break them too. What is decided while it is
 * still down waits until it runs.
 */
public final class OneByOne implements Actions {

    private static final Logger LOG = LoggerFactory.getLogger(OneByOne.class);

    private final Restarter restarter;
    private final Function<Decision, RestartPlan> plans;
    private final Correspondence correspondence;
    private final Deque<Decision> waiting = new ArrayDeque<>();
    private boolean busy;

    /** @param plans what is to be done around each restart */
    public OneByOne(Restarter restarter, Function<Decision, RestartPlan> plans, Correspondence correspondence) {
        this.restarter = restarter;
        this.plans = plans;
        this.correspondence = correspondence;
    }

    @Override
    public synchronized boolean isUnderWay(Namespec name) {
        return restarter.isUnderWay(name)
                || waiting.stream().anyMatch(decision -> decision.name().equals(name));
    }

    @Override
    public int underWay() {
        return restarter.underWay();
    }

    @Override
    public synchronized void act(List<Decision> decisions) {
        waiting.addAll(decisions);
        if (!busy) {
            next();
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

    private synchronized void next() {
        busy = !waiting.isEmpty();
        if (!busy) {
            return;
        }
        Decision decision = waiting.remove();
        LOG.warn("{}", decision.sentence());
        RestartPlan plan = plans.apply(decision).because(decision.finding().cause());
        boolean begun = restarter.restart(decision.process(), plan, report -> ended(decision, report));
        if (!begun) {
            // the listener is about to end, or somebody else restarts it already
            next();
        }
    }

    private synchronized void ended(Decision decision, RestartReport report) {
        boolean failed = report.outcome() == Outcome.STOP_FAILED || report.outcome() == Outcome.START_FAILED;
        correspondence.ended(decision, failed && !waiting.isEmpty() ? abandon(report) : report);
        if (report.outcome() != Outcome.START_FAILED) {
            next();
        }
    }

    /** The report with what it means for the others, so that the letter tells it too. */
    private RestartReport abandon(RestartReport report) {
        String left =
                waiting.stream().map(decision -> decision.name().toString()).collect(Collectors.joining(", "));
        waiting.clear();
        LOG.error("{} is not restarted: the round ends, and these are left as they are: {}", report.name(), left);
        return new RestartReport(
                report.name(),
                report.outcome(),
                report.sentence() + "; the round ends with it, and these are left as they are: " + left);
    }
}
