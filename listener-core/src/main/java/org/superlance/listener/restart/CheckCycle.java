package org.superlance.listener.restart;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.history.History;
import org.superlance.listener.history.HistoryEvent.DecisionEvent;
import org.superlance.listener.history.Quantity;
import org.superlance.listener.history.Sample;
import org.superlance.listener.restart.Check.CheckException;
import org.superlance.listener.restart.Check.CheckResult;
import org.superlance.listener.restart.Decision.DecisionType;
import org.superlance.listener.restart.ProcessSelector.UnmatchedPatternWarner;
import org.superlance.listener.supervisor.Fault;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.ProcessPattern;
import org.superlance.listener.supervisor.RpcResult;
import org.superlance.listener.supervisor.SupervisorClient;

/** What all restarting listeners do at a tick: check, decide, log, act. For one worker thread. */
public final class CheckCycle {

    private static final Logger LOG = LoggerFactory.getLogger(CheckCycle.class);

    private final SupervisorClient supervisor;
    private final ProcessSelector selector;
    private final Check check;
    private final RestartPolicy policy;
    private final RestartExecutor executor;
    private final InstantSource clock;
    private final History history;
    private final Optional<RestartOrder> order;
    private final UptimeCorrection uptimes = new UptimeCorrection();
    private final UnmatchedPatternWarner unmatchedPatternWarner;

    /** A cycle without a history. */
    public CheckCycle(
            SupervisorClient supervisor,
            ProcessSelector selector,
            Check check,
            RestartPolicy policy,
            RestartExecutor executor,
            InstantSource clock) {
        this(supervisor, selector, check, policy, executor, clock, History.none(), Optional.empty());
    }

    /**
     * @param clock that nobody sets
     * @param history of which programs run, and of decisions that no restart follows
     * @param order which programs are restarted before which others
     */
    public CheckCycle(
            SupervisorClient supervisor,
            ProcessSelector selector,
            Check check,
            RestartPolicy policy,
            RestartExecutor executor,
            InstantSource clock,
            History history,
            Optional<RestartOrder> order) {
        this.supervisor = supervisor;
        this.selector = selector;
        this.unmatchedPatternWarner = new UnmatchedPatternWarner(selector);
        this.check = check;
        this.policy = policy;
        this.executor = executor;
        this.clock = clock;
        this.history = history;
        this.order = order;
    }

    /**
     * Runs one cycle.
     *
     * @param when the time of the tick
     * @return the decision about each process that was checked
     * @throws CheckException if nothing could be checked; nothing was done then
     */
    public List<Decision> runCycle(Instant when) throws CheckException {
        return runCycle(uptimes.correct(processes(), clock.instant()), when);
    }

    /** The same for a check that is about no process: nobody is asked for any. */
    public List<Decision> runCycleWithout(Instant when) throws CheckException {
        return runCycle(List.of(), when);
    }

    private List<Decision> runCycle(List<ProcessInfo> processes, Instant when) throws CheckException {
        unmatchedPatternWarner.warn(processes);
        List<ProcessInfo> selected = selector.of(processes);
        if (history.isKept()) {
            history.record(Quantity.UP, when, up(selected));
        }
        List<Decision> decisions = decide(check.check(selected, when), processes);
        List<Decision> due = new ArrayList<>();
        for (Decision decision : decisions) {
            log(decision);
            record(decision, when);
            if (decision.isActionable()) {
                due.add(decision);
            }
        }
        executor.execute(due);
        executor.onCycle(decisions, due);
        return decisions;
    }

    private List<Decision> decide(List<CheckResult> results, List<ProcessInfo> processes) {
        Instant now = clock.instant();
        if (order.isEmpty()) {
            return policy.decide(results, executor::isInProgress, executor.inProgress(), now);
        }
        OrderedDecisions ordered = new OrderedDecisions(order.get(), processes);
        return ordered.explain(
                policy.decide(ordered.sort(results), executor::isInProgress, executor.inProgress(), now));
    }

    /** Warns of names in the options that match no process, without waiting for a tick. */
    public void warnOfUnknownNames() throws CheckException {
        unmatchedPatternWarner.warn(processes());
    }

    /** The patterns that matched no process in the last cycle. */
    public Set<ProcessPattern> unknownNames() {
        return unmatchedPatternWarner.warned();
    }

    private List<ProcessInfo> processes() throws CheckException {
        RpcResult<List<ProcessInfo>> result = supervisor.processes();
        return result.value()
                .orElseThrow(() ->
                        new CheckException("cannot check: " + result.sentence(), result.isFault(Fault.SHUTDOWN_STATE)));
    }

    private static List<Sample> up(List<ProcessInfo> processes) {
        List<Sample> samples = new ArrayList<>(processes.size());
        for (ProcessInfo process : processes) {
            samples.add(new Sample(process.name(), process.hasPid() ? 1 : 0));
        }
        return samples;
    }

    private void record(Decision decision, Instant when) {
        if (decision.type() == DecisionType.HOLD && decision.changed()) {
            history.record(new DecisionEvent(
                    when, decision.name().toString(), decision.type().toString(), decision.reason()));
        }
    }

    private void log(Decision decision) {
        switch (decision.type()) {
            case RESTART, START -> {} // logged by the executor
            case HOLD -> onRateLimited(decision);
            case PAUSED -> onPaused(decision);
            case WAIT, YOUNG -> LOG.info("{}", decision.sentence());
            case OK, BUSY -> debug(decision);
        }
    }

    /** Most processes are well at each tick: their sentences are made only for a log that has them. */
    private static void debug(Decision decision) {
        if (LOG.isDebugEnabled()) {
            LOG.debug("{}", decision.sentence());
        }
    }

    private void onPaused(Decision decision) {
        if (decision.changed()) {
            executor.onPaused(decision);
        } else {
            debug(decision);
        }
    }

    private void onRateLimited(Decision decision) {
        if (decision.changed()) {
            executor.onRateLimited(decision);
        } else {
            debug(decision);
        }
    }
}
