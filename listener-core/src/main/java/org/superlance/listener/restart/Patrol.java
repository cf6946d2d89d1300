package org.superlance.listener.restart;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.ProcessPattern;
import org.superlance.listener.supervisor.RpcResult;
import org.superlance.listener.supervisor.SupervisorClient;

/** What all restarting listeners do at a tick: look, decide, say so, act. For one worker thread. */
public final class Patrol {

    private static final Logger LOG = LoggerFactory.getLogger(Patrol.class);

    private final SupervisorClient supervisor;
    private final Selection selection;
    private final Check check;
    private final RestartPolicy policy;
    private final Actions actions;
    private final InstantSource clock;
    private final UnknownNames unknownNames;

    public Patrol(
            SupervisorClient supervisor,
            Selection selection,
            Check check,
            RestartPolicy policy,
            Actions actions,
            InstantSource clock) {
        this.supervisor = supervisor;
        this.selection = selection;
        this.unknownNames = new UnknownNames(selection);
        this.check = check;
        this.policy = policy;
        this.actions = actions;
        this.clock = clock;
    }

    /**
     * Makes one round.
     *
     * @param when the time of the tick that asks for it
     * @return what was decided about each process that was looked at
     * @throws CheckException if it was not possible to look; nothing was done then
     */
    public List<Decision> round(Instant when) throws CheckException {
        List<ProcessInfo> processes = processes();
        unknownNames.warn(processes);
        List<Finding> findings = check.look(selection.of(processes), when);
        List<Decision> decisions = policy.decide(findings, actions::isUnderWay, actions.underWay(), clock.instant());
        decisions.forEach(this::tell);
        List<Decision> due = decisions.stream().filter(Decision::isToBeActedOn).toList();
        actions.act(due);
        actions.round(decisions, due);
        return decisions;
    }

    /** Warns of names in the options that fit no process, without waiting for a tick. */
    public void warnOfUnknownNames() throws CheckException {
        unknownNames.warn(processes());
    }

    /** The patterns that the last look found to fit no process. */
    public Set<ProcessPattern> unknownNames() {
        return unknownNames.told();
    }

    private List<ProcessInfo> processes() throws CheckException {
        RpcResult<List<ProcessInfo>> result = supervisor.processes();
        return result.value().orElseThrow(() -> new CheckException("cannot check: " + result.sentence()));
    }

    private void tell(Decision decision) {
        switch (decision.verdict()) {
            case RESTART, START -> {} // said when it is done
            case HOLD -> hold(decision);
            case WAIT, YOUNG -> LOG.info("{}", decision.sentence());
            case OK, BUSY -> LOG.debug("{}", decision.sentence());
        }
    }

    private void hold(Decision decision) {
        if (decision.news()) {
            actions.hold(decision);
        } else {
            LOG.debug("{}", decision.sentence());
        }
    }
}
