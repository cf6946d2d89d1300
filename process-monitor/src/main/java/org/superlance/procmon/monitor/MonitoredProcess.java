package org.superlance.procmon.monitor;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.superlance.procmon.monitor.ProcessEvent.Ended;
import org.superlance.procmon.monitor.ProcessEvent.NotStarted;
import org.superlance.procmon.monitor.ProcessEvent.Started;
import org.superlance.procmon.policy.FailureHistory;
import org.superlance.procmon.policy.RestartDecision;
import org.superlance.procmon.policy.ScheduledRestart;
import org.superlance.procmon.spawn.Child;
import org.superlance.procmon.spawn.LaunchSpec;
import org.superlance.procmon.spawn.ProcessExit;
import org.superlance.procmon.spawn.SpawnException;

/**
 * One process that is kept running. Everything but the constructor, {@link #pid()} and {@link #removed()} is for the
 * monitor's thread.
 */
final class MonitoredProcess {

    private final String name;
    private final LaunchSpec launchSpec;
    private final MonitorContext context;
    private final CompletableFuture<Void> gone = new CompletableFuture<>();
    private volatile ProcessLifecycleState state;
    private FailureHistory failures = FailureHistory.NONE;

    MonitoredProcess(String name, LaunchSpec launchSpec, MonitorContext context) {
        this.name = name;
        this.launchSpec = launchSpec;
        this.context = context;
        this.state = new BackoffState(this, Instant.MAX);
    }

    String name() {
        return name;
    }

    MonitorContext context() {
        return context;
    }

    OptionalLong pid() {
        return state.pid();
    }

    void restart() {
        state.restart();
    }

    void remove() {
        state.remove();
    }

    /** Completes when nothing is left of it. */
    CompletionStage<Void> removed() {
        return gone.minimalCompletionStage();
    }

    void check() {
        state.check(context.now());
    }

    void signal(String signal) {
        state.signal(signal);
    }

    boolean isIn(ProcessLifecycleState asked) {
        return state == asked;
    }

    void enter(ProcessLifecycleState next) {
        state = next;
        next.begin();
    }

    /** Without regard to failures that lie behind: what caused them may have changed. */
    void launchAfresh() {
        failures = FailureHistory.NONE;
        launch();
    }

    void launch() {
        Instant now = context.now();
        try {
            Child child = context.spawner().spawn(launchSpec);
            context.publish(new Started(name, child.pid()));
            enter(new RunningState(this, child, now));
        } catch (SpawnException | RuntimeException e) {
            RestartDecision decision = context.policy().failed(failures, String.valueOf(e.getMessage()), now);
            context.publish(new NotStarted(name, decision));
            follow(decision);
        }
    }

    void ended(Child child, Instant since, ProcessExit exit) {
        Instant now = context.now();
        RestartDecision decision = context.policy().ended(failures, Duration.between(since, now), now);
        context.publish(new Ended(name, child.pid(), exit, decision));
        enter(new StoppingState(this, child, () -> follow(decision)));
    }

    void vanish() {
        enter(new RemovedState());
        gone.complete(null);
    }

    private void follow(RestartDecision decision) {
        failures = decision.failures();
        enter(decision instanceof ScheduledRestart next ? new BackoffState(this, next.at()) : new FailedState(this));
    }
}
