package org.superlance.procmon.monitor;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.superlance.procmon.monitor.Happening.Ended;
import org.superlance.procmon.monitor.Happening.NotStarted;
import org.superlance.procmon.monitor.Happening.Started;
import org.superlance.procmon.policy.Failures;
import org.superlance.procmon.policy.NextStart;
import org.superlance.procmon.policy.Sequel;
import org.superlance.procmon.spawn.Child;
import org.superlance.procmon.spawn.LaunchSpec;
import org.superlance.procmon.spawn.ProcessExit;
import org.superlance.procmon.spawn.SpawnException;

/**
 * One process that is kept running. Everything but the constructor, {@link #pid()} and {@link #gone()} is for the
 * monitor's thread.
 */
final class KeptProcess {

    private final String name;
    private final LaunchSpec launchSpec;
    private final Workshop workshop;
    private final CompletableFuture<Void> gone = new CompletableFuture<>();
    private volatile State state;
    private Failures failures = Failures.NONE;

    KeptProcess(String name, LaunchSpec launchSpec, Workshop workshop) {
        this.name = name;
        this.launchSpec = launchSpec;
        this.workshop = workshop;
        this.state = new Waiting(this, Instant.MAX);
    }

    String name() {
        return name;
    }

    Workshop workshop() {
        return workshop;
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
    CompletionStage<Void> gone() {
        return gone.minimalCompletionStage();
    }

    void check() {
        state.check(workshop.now());
    }

    void signal(String signal) {
        state.signal(signal);
    }

    boolean isIn(State asked) {
        return state == asked;
    }

    void enter(State next) {
        state = next;
        next.begin();
    }

    /** Without regard to failures that lie behind: what caused them may have changed. */
    void launchAfresh() {
        failures = Failures.NONE;
        launch();
    }

    void launch() {
        Instant now = workshop.now();
        try {
            Child child = workshop.spawner().spawn(launchSpec);
            workshop.tell(new Started(name, child.pid()));
            enter(new Running(this, child, now));
        } catch (SpawnException | RuntimeException e) {
            Sequel sequel = workshop.policy().failed(failures, String.valueOf(e.getMessage()), now);
            workshop.tell(new NotStarted(name, sequel));
            follow(sequel);
        }
    }

    void ended(Child child, Instant since, ProcessExit exit) {
        Instant now = workshop.now();
        Sequel sequel = workshop.policy().ended(failures, Duration.between(since, now), now);
        workshop.tell(new Ended(name, child.pid(), exit, sequel));
        enter(new Leaving(this, child, () -> follow(sequel)));
    }

    void vanish() {
        enter(new Gone());
        gone.complete(null);
    }

    private void follow(Sequel sequel) {
        failures = sequel.failures();
        enter(sequel instanceof NextStart next ? new Waiting(this, next.at()) : new GivenUpOn(this));
    }
}
