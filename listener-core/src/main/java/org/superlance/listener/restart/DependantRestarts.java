package org.superlance.listener.restart;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.restart.Check.CheckResult;
import org.superlance.listener.restart.Decision.DecisionType;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.listener.supervisor.RpcResult;
import org.superlance.listener.supervisor.SupervisorClient;

/**
 * Restarts what depends on a program that was restarted: all that run and have not been started since. That they depend on
 * it is the reason, whatever {@code --cycles} and {@code --min-uptime} say. Thread-safe.
 */
public final class DependantRestarts {

    private static final Logger LOG = LoggerFactory.getLogger(DependantRestarts.class);

    private final SupervisorClient supervisor;
    private final ProcessSelector selector;
    private final RestartOrder order;
    private final RestartPolicy policy;
    private final RestartExecutor executor;
    private final InstantSource clock;

    /** @param clock that nobody sets */
    public DependantRestarts(
            SupervisorClient supervisor,
            ProcessSelector selector,
            RestartOrder order,
            RestartPolicy policy,
            RestartExecutor executor,
            InstantSource clock) {
        this.supervisor = supervisor;
        this.selector = selector;
        this.order = order;
        this.policy = policy;
        this.executor = executor;
        this.clock = clock;
    }

    /** That program was restarted. On a worker. */
    public void onRestarted(Namespec name) {
        RpcResult<List<ProcessInfo>> table = supervisor.processes();
        if (table.value().isEmpty()) {
            LOG.error("{}: what depends on it is not restarted: {}", name, table.sentence());
            return;
        }
        List<ProcessInfo> all = table.value().get();
        Optional<ProcessInfo> restarted = all.stream()
                .filter(process -> process.name().equals(name) && process.state() == ProcessState.RUNNING)
                .findFirst();
        restarted.ifPresent(process -> restartDependants(process, all));
    }

    private void restartDependants(ProcessInfo restarted, List<ProcessInfo> all) {
        List<CheckResult> results = selector.of(all).stream()
                .filter(process -> order.dependsOn(process.name(), restarted.name()))
                .filter(process -> process.state() == ProcessState.RUNNING)
                // times have a resolution of a second: in doubt it is restarted
                .filter(process -> !process.start().isAfter(restarted.start()))
                .filter(process -> !executor.isInProgress(process.name()))
                .map(process -> result(process, restarted))
                .toList();
        if (results.isEmpty()) {
            return;
        }
        OrderedDecisions ordered = new OrderedDecisions(order, all);
        List<Decision> decisions = policy.decideAtOnce(ordered.sort(results), clock.instant());
        decisions.forEach(this::tell);
        executor.execute(decisions.stream().filter(Decision::isActionable).toList());
    }

    private static CheckResult result(ProcessInfo process, ProcessInfo restarted) {
        return new CheckResult(
                process,
                true,
                "-",
                "",
                restarted.name() + " was restarted (--restart-dependants)",
                CheckResult.DEPENDENCY);
    }

    private void tell(Decision decision) {
        if (decision.type() == DecisionType.PAUSED) {
            executor.onPaused(decision);
        } else if (decision.type() == DecisionType.HOLD) {
            executor.onRateLimited(decision);
        }
    }
}
