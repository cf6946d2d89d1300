package org.superlance.listener.cli;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.event.EventListener;
import org.superlance.listener.notify.NotificationQueue;
import org.superlance.listener.restart.ProcessSelector;
import org.superlance.listener.restart.RestartManager;
import org.superlance.listener.supervisor.SupervisorClient;

/** Puts a guard and the core together, and takes it all apart again at the end. */
final class GuardParts implements ListenerParts {

    private static final Logger LOG = LoggerFactory.getLogger(GuardParts.class);

    /** supervisord gives a listener ten seconds to end, by default: these two make eight. */
    private static final Duration TO_FINISH_RESTARTS = Duration.ofSeconds(6);

    private static final Duration TO_DELIVER = Duration.ofSeconds(2);

    private final SupervisorClient supervisor;
    private final ListenerState state;
    private final NotificationQueue queue;
    private final ScheduledExecutorService worker = Workers.start(1);
    private final RestartManager restartManager;
    private final Guard guard;
    private final Clock clock;
    private final AtomicBoolean closed = new AtomicBoolean();

    GuardParts(
            GuardPlugin plugin,
            SupervisorClient supervisor,
            ListenerState state,
            ProcessSelector selector,
            Surroundings surroundings) {
        this.supervisor = supervisor;
        this.state = state;
        this.queue = plugin.listener().isDryRun() ? NotificationQueue.none() : plugin.queue(state, surroundings);
        this.clock = surroundings.clock();
        this.restartManager = new RestartManager(supervisor, state.journal(clock), worker, state.metrics());
        Workplace place = new Workplace(Host.name(surroundings), state.directory(), clock, state.metrics());
        this.guard = plugin.guard(new Post(place, selector, supervisor, queue, restartManager, worker));
    }

    /** Finishes what an earlier life of this listener has begun, and is ready for events. */
    @Override
    public EventListener handler() {
        restartManager.resume(report -> LOG.info("{}: {}", report.name(), report.sentence()));
        guard.begin();
        return new CountedEvents(guard, state.metrics(), clock);
    }

    Guard guard() {
        return guard;
    }

    /** Returns whether all that was to be told was accepted in time. */
    boolean deliver(Duration limit) throws InterruptedException {
        return queue.drain(limit);
    }

    /** Finishes what is under way and delivers what can be delivered, all in less time than supervisord gives. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            guard.end();
            restartManager.finish(TO_FINISH_RESTARTS);
            queue.drain(TO_DELIVER);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        worker.shutdownNow();
        queue.close();
        supervisor.close();
        state.close();
    }
}
