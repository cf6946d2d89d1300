package org.superlance.listener.cli;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.superlance.listener.crash.FailureEventListener;
import org.superlance.listener.crash.FailureHandler;
import org.superlance.listener.crash.FailureQueue;
import org.superlance.listener.crash.LostEventRecovery;
import org.superlance.listener.event.EventListener;
import org.superlance.listener.notify.NotificationQueue;
import org.superlance.listener.supervisor.SupervisorClient;

/** Puts a telling plugin and the core together, and takes it all apart again at the end. */
final class TellingParts implements ListenerParts {

    /** supervisord gives a listener ten seconds to end, by default: these two make seven. */
    private static final Duration TO_HAND_ON = Duration.ofSeconds(3);

    private static final Duration TO_DELIVER = Duration.ofSeconds(4);

    private final SupervisorClient supervisor;
    private final ListenerState state;
    private final FailureQueue failureQueue;
    private final NotificationQueue queue;
    private final FailureHandler handler;
    private final FailureEventListener failureEventListener;
    private final ScheduledExecutorService worker = Workers.start(1);
    private final Surroundings surroundings;
    private final AtomicBoolean closed = new AtomicBoolean();

    TellingParts(TellingPlugin plugin, SupervisorClient supervisor, ListenerState state, Surroundings surroundings) {
        this.supervisor = supervisor;
        this.state = state;
        this.surroundings = surroundings;
        this.failureQueue = state.failureQueue();
        this.queue = plugin.listener().isDryRun() ? NotificationQueue.none() : plugin.queue(state, surroundings);
        Workplace place =
                new Workplace(Host.name(surroundings), state.directory(), surroundings.clock(), state.metrics());
        this.handler = plugin.handler(new Desk(place, failureQueue, queue, supervisor));
        this.failureEventListener = new FailureEventListener(
                plugin::wants,
                failureQueue,
                handler,
                new LostEventRecovery(supervisor, surroundings.clock().getZone()),
                worker,
                surroundings.clock());
    }

    @Override
    public EventListener handler() {
        failureEventListener.start();
        return new CountedEvents(failureEventListener, state.metrics(), surroundings.clock());
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            if (state.directory().isEmpty()) {
                // nothing of it is on disk: what waits is told now or never
                worker.execute(() -> handler.flush(surroundings.clock().instant()));
            }
            worker.shutdown();
            if (!worker.awaitTermination(TO_HAND_ON.toMillis(), TimeUnit.MILLISECONDS)) {
                worker.shutdownNow();
            }
            queue.drain(TO_DELIVER);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        queue.close();
        failureQueue.close();
        supervisor.close();
        state.close();
    }
}
