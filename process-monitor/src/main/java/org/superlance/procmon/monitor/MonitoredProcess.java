package org.superlance.procmon.monitor;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.superlance.listener.util.Backoff;
import org.superlance.procmon.monitor.MonitorContext.Timer;
import org.superlance.procmon.monitor.ProcessEvent.Ended;
import org.superlance.procmon.monitor.ProcessEvent.Killed;
import org.superlance.procmon.monitor.ProcessEvent.LeftBehind;
import org.superlance.procmon.monitor.ProcessEvent.NotStarted;
import org.superlance.procmon.monitor.ProcessEvent.Started;
import org.superlance.procmon.monitor.ProcessEvent.Stopped;
import org.superlance.procmon.policy.FailureHistory;
import org.superlance.procmon.policy.RestartDecision;
import org.superlance.procmon.policy.RestartDecision.ScheduledRestart;
import org.superlance.procmon.spawn.Child;
import org.superlance.procmon.spawn.LaunchSpec;
import org.superlance.procmon.spawn.ProcessExit;
import org.superlance.procmon.spawn.SpawnException;

/**
 * One process that is kept running, as a state machine: {@link BackoffState} → {@link RunningState} →
 * {@link StoppingState} → {@link BackoffState} or {@link FailedState}, and {@link RemovedState} in the end. Everything but
 * the constructor, {@link #pid()} and {@link #removed()} is for the monitor's thread.
 */
final class MonitoredProcess {

    private final String name;
    private final LaunchSpec launchSpec;
    private final MonitorContext context;
    private final CompletableFuture<Void> removed = new CompletableFuture<>();
    private volatile State state;
    private FailureHistory failures = FailureHistory.NONE;

    MonitoredProcess(String name, LaunchSpec launchSpec, MonitorContext context) {
        this.name = name;
        this.launchSpec = launchSpec;
        this.context = context;
        this.state = new BackoffState(Instant.MAX);
    }

    /** The pid while it runs or is being stopped; otherwise empty. */
    OptionalLong pid() {
        return state.pid();
    }

    /** Stops it if it runs, and starts it, without regard to previous failures. */
    void restart() {
        state.restart();
    }

    /** Stops it and never starts it again. */
    void remove() {
        state.remove();
    }

    /** Completes when it was removed and its process group has ended. */
    CompletionStage<Void> removed() {
        return removed.minimalCompletionStage();
    }

    /** Checks whether an end or a timer was missed. */
    void check() {
        state.check(context.now());
    }

    /** Sends the process itself a signal if there is one. */
    void signal(String signal) {
        state.signal(signal);
    }

    void launch() {
        Instant now = context.now();
        try {
            Child child = context.spawner().spawn(launchSpec);
            context.publish(new Started(name, child.pid()));
            enter(new RunningState(child, now));
        } catch (SpawnException | RuntimeException | VirtualMachineError e) {
            // also where no thread can be made that waits for its end: a later attempt may find room
            RestartDecision decision = context.policy().failed(failures, String.valueOf(e.getMessage()), now);
            context.publish(new NotStarted(name, decision));
            follow(decision);
        }
    }

    /** Without regard to previous failures: what caused them may have changed. */
    private void launchAfresh() {
        failures = FailureHistory.NONE;
        launch();
    }

    private void ended(Child child, Instant since, ProcessExit exit) {
        Instant now = context.now();
        RestartDecision decision = context.policy().ended(failures, Duration.between(since, now), now);
        context.publish(new Ended(name, child.pid(), exit, decision));
        enter(new StoppingState(child, () -> follow(decision)));
    }

    private void follow(RestartDecision decision) {
        failures = decision.failures();
        enter(decision instanceof ScheduledRestart next ? new BackoffState(next.at()) : new FailedState());
    }

    private void vanish() {
        enter(new RemovedState());
        removed.complete(null);
    }

    private void enter(State next) {
        state = next;
        next.begin();
    }

    private interface State {

        /** Called once, when the process has come into it. */
        default void begin() {}

        void restart();

        void remove();

        default void check(Instant now) {}

        default void signal(String signal) {}

        default OptionalLong pid() {
            return OptionalLong.empty();
        }
    }

    /** Waits for its next start. */
    private final class BackoffState implements State {

        private final Instant until;
        private @Nullable Timer timer;

        BackoffState(Instant until) {
            this.until = until;
        }

        @Override
        public void begin() {
            timer = context.at(until, () -> leave(MonitoredProcess.this::launch));
        }

        @Override
        public void restart() {
            leave(MonitoredProcess.this::launchAfresh);
        }

        @Override
        public void remove() {
            leave(MonitoredProcess.this::vanish);
        }

        /** A timer does not count the time that the machine was suspended. */
        @Override
        public void check(Instant now) {
            if (!now.isBefore(until)) {
                leave(MonitoredProcess.this::launch);
            }
        }

        private void leave(Runnable next) {
            if (state == this) {
                if (timer != null) {
                    timer.cancel();
                }
                next.run();
            }
        }
    }

    private final class RunningState implements State {

        private final Child child;
        private final Instant since;
        private final CompletableFuture<ProcessExit> exit;

        RunningState(Child child, Instant since) {
            this.child = child;
            this.since = since;
            this.exit = child.exit().toCompletableFuture();
        }

        @Override
        public void begin() {
            context.when(exit, this::end);
        }

        @Override
        public void restart() {
            enter(new StoppingState(child, MonitoredProcess.this::launchAfresh));
        }

        @Override
        public void remove() {
            enter(new StoppingState(child, MonitoredProcess.this::vanish));
        }

        /** In case that its end was missed. */
        @Override
        public void check(Instant now) {
            if (exit.isDone()) {
                end();
            }
        }

        @Override
        public void signal(String signal) {
            child.signal(signal);
        }

        @Override
        public OptionalLong pid() {
            return OptionalLong.of(child.pid());
        }

        private void end() {
            if (state == this) {
                ended(child, since, exit.join());
            }
        }
    }

    /**
     * Waits until nothing is left of its process group. The child itself gets SIGTERM first, so that it can stop its own
     * children; when it has ended, those that are left get SIGTERM; after the kill time all of them get SIGKILL.
     */
    private final class StoppingState implements State {

        private static final Backoff POLL_BACKOFF = new Backoff(Duration.ofMillis(10), 1.5, Duration.ofMillis(250));

        private final Child child;
        private final CompletableFuture<ProcessExit> exit;
        private final boolean endedByItself;
        private Runnable next;
        private @Nullable Timer kill;
        private boolean groupSignalled;
        private int polls;

        /** @param next what to do when the group has ended */
        StoppingState(Child child, Runnable next) {
            this.child = child;
            this.next = next;
            this.exit = child.exit().toCompletableFuture();
            this.endedByItself = exit.isDone();
        }

        @Override
        public void begin() {
            child.signal("TERM");
            kill = context.after(context.killTime(), this::kill);
            poll();
        }

        @Override
        public void restart() {
            next = MonitoredProcess.this::launchAfresh;
        }

        @Override
        public void remove() {
            next = MonitoredProcess.this::vanish;
        }

        @Override
        public void signal(String signal) {
            child.signal(signal);
        }

        @Override
        public OptionalLong pid() {
            return OptionalLong.of(child.pid());
        }

        private void poll() {
            if (exit.isDone() && !child.isGroupAlive()) {
                leave();
                return;
            }
            if (exit.isDone() && !groupSignalled) {
                groupSignalled = true;
                context.publish(new LeftBehind(name, child.pid()));
                child.signalGroup("TERM");
            }
            polls++;
            context.after(POLL_BACKOFF.delayAfter(polls), this::poll);
        }

        private void kill() {
            if (state == this) {
                context.publish(new Killed(name, child.pid(), context.killTime()));
                child.signalGroup("KILL");
            }
        }

        private void leave() {
            if (kill != null) {
                kill.cancel();
            }
            if (!endedByItself) {
                context.publish(new Stopped(name, child.pid(), exit.join()));
            }
            next.run();
        }
    }

    /** It has failed too often, and is started on request only. */
    private final class FailedState implements State {

        @Override
        public void restart() {
            launchAfresh();
        }

        @Override
        public void remove() {
            vanish();
        }
    }

    /** Final. */
    private static final class RemovedState implements State {

        @Override
        public void restart() {
            // it is gone
        }

        @Override
        public void remove() {
            // it is gone
        }
    }
}
