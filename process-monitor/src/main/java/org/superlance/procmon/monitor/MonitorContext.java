package org.superlance.procmon.monitor;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.procmon.policy.BackoffPolicy;
import org.superlance.procmon.spawn.Spawner;

/** What all processes of a monitor share. */
record MonitorContext(
        Spawner spawner,
        BackoffPolicy policy,
        Duration killTime,
        Clock clock,
        ScheduledExecutorService thread,
        Consumer<ProcessEvent> observer) {

    private static final Logger LOG = LoggerFactory.getLogger(MonitorContext.class);

    /** A scheduled task that can be cancelled. */
    interface Timer {
        void cancel();
    }

    Instant now() {
        return clock.instant();
    }

    void publish(ProcessEvent event) {
        try {
            observer.accept(event);
        } catch (RuntimeException | VirtualMachineError | LinkageError e) {
            LOG.error("internal error in the listener for process events, at {}", event, e);
        }
    }

    void run(Runnable task) {
        thread.execute(guarded(task));
    }

    Timer at(Instant time, Runnable task) {
        Duration delay = Duration.between(now(), time);
        return after(delay.isNegative() ? Duration.ZERO : delay, task);
    }

    Timer after(Duration delay, Runnable task) {
        ScheduledFuture<?> scheduled = thread.schedule(guarded(task), delay.toMillis(), TimeUnit.MILLISECONDS);
        return () -> scheduled.cancel(false);
    }

    void when(CompletionStage<?> stage, Runnable task) {
        stage.whenComplete((result, fault) -> run(task));
    }

    /** Logs what the executor would swallow. */
    private static Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException | VirtualMachineError | LinkageError e) {
                LOG.error("internal error in the process monitor", e);
            }
        };
    }
}
