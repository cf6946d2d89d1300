package org.superlance.listener.restart;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.restart.Check.CheckResult;
import org.superlance.listener.restart.Decision.DecisionType;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.listener.supervisor.RpcResult;
import org.superlance.listener.supervisor.SupervisorClient;
import org.superlance.listener.util.Backoff;

/**
 * Restarts what depends on a program that was restarted: all that run and have not been started since. That they depend on
 * it is the reason, whatever {@code --cycles} and {@code --min-uptime} say. Thread-safe.
 */
public final class DependantRestarts {

    private static final Logger LOG = LoggerFactory.getLogger(DependantRestarts.class);
    private static final Backoff RETRY = Backoff.doubling(Duration.ofSeconds(1), Duration.ofSeconds(30));

    private final SupervisorClient supervisor;
    private final ProcessSelector selector;
    private final RestartOrder order;
    private final RestartPolicy policy;
    private final RestartExecutor executor;
    private final InstantSource clock;
    private final ScheduledExecutorService workers;

    /**
     * @param clock that nobody sets
     * @param workers on which supervisord is asked again
     */
    public DependantRestarts(
            SupervisorClient supervisor,
            ProcessSelector selector,
            RestartOrder order,
            RestartPolicy policy,
            RestartExecutor executor,
            InstantSource clock,
            ScheduledExecutorService workers) {
        this.supervisor = supervisor;
        this.selector = selector;
        this.order = order;
        this.policy = policy;
        this.executor = executor;
        this.clock = clock;
        this.workers = workers;
    }

    /** That program was restarted. On a worker. */
    public void onRestarted(Namespec name) {
        onRestarted(name, 1, Duration.ZERO);
    }

    /** @param waited since it was first to be seen what depends on it */
    private void onRestarted(Namespec name, int attempt, Duration waited) {
        RpcResult<List<ProcessInfo>> table = supervisor.processes();
        if (table.value().isEmpty()) {
            lookAgain(name, attempt, waited, table.sentence());
            return;
        }
        List<ProcessInfo> all = table.value().get();
        Optional<ProcessInfo> restarted = all.stream()
                .filter(process -> process.name().equals(name) && process.state() == ProcessState.RUNNING)
                .findFirst();
        restarted.ifPresent(process -> restartDependants(process, all));
    }

    /** No check finds again that they are to be restarted. */
    private void lookAgain(Namespec name, int attempt, Duration waited, String failure) {
        if (waited.compareTo(RestartQueue.MAX_WAIT) > 0) {
            LOG.error(
                    "{}: what depends on it is not restarted: {}; restart it yourself if it needs that", name, failure);
            return;
        }
        if (attempt == 1) {
            LOG.warn("{}: cannot see yet what depends on it: {}; retrying", name, failure);
        }
        Duration delay = RETRY.delayAfter(attempt);
        try {
            Future<?> unused = workers.schedule(
                    () -> onRestarted(name, attempt + 1, waited.plus(delay)), delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.error("{}: what depends on it is not restarted: this listener is exiting", name);
        }
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
