package org.superlance.superlance;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.event.Event;
import org.superlance.listener.event.EventSubscription;
import org.superlance.listener.runtime.EventListenerRunner.EventService;
import org.superlance.listener.util.Durations;
import org.superlance.superlance.EventQueue.EventAck;

/**
 * Gives each event to the listeners of this process that have subscribed to it. It counts as handled when all of them
 * have handled it; one that takes too long holds up the others no longer than that.
 */
final class EventMultiplexer implements EventService {

    private static final Logger LOG = LoggerFactory.getLogger(EventMultiplexer.class);
    private static final Duration START_TIMEOUT = Duration.ofSeconds(10);
    /** supervisord gives a listener ten seconds to end, by default; each of ours ends within eight. */
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(9);

    private final List<ListenerThread> listeners;
    private final Duration patience;
    private volatile boolean ending;

    /** @param patience how long an event waits for a listener that does not handle it */
    EventMultiplexer(List<ListenerThread> listeners, Duration patience) {
        this.listeners = List.copyOf(listeners);
        this.patience = patience;
    }

    /**
     * Starts the listeners.
     *
     * @throws IllegalArgumentException with a sentence for people if none of them can run
     */
    @Override
    public void start() {
        listeners.forEach(ListenerThread::start);
        List<HostedListener> running = listeners.stream()
                .map(ListenerThread::listener)
                .filter(EventMultiplexer::canRun)
                .toList();
        if (running.isEmpty()) {
            throw new IllegalArgumentException("none of the listeners can run; the log says why");
        }
        LOG.info(
                "runs {}; its section in supervisord.conf must have events={}",
                running.stream().map(HostedListener::name).collect(Collectors.joining(", ")),
                EventSubscription.union(
                        running.stream().map(HostedListener::events).toList()));
    }

    private static boolean canRun(HostedListener listener) {
        try {
            return listener.awaitSettled(START_TIMEOUT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    @Override
    public void onEvent(Event event) {
        EventAck ack = new EventAck();
        try {
            if (!ending) {
                listeners.stream()
                        .map(ListenerThread::listener)
                        .filter(listener -> listener.wants(event))
                        .forEach(listener -> listener.send(event, ack));
            }
            Set<HostedListener> late = ack.await(patience);
            if (ending) {
                // not acknowledged, so that supervisord gives it to whoever comes after us
                new CountDownLatch(1).await();
            }
            listeners.stream()
                    .filter(thread -> late.contains(thread.listener()))
                    .forEach(thread -> thread.listener().overdue(event, patience, thread.stackSummary()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void onLost(long number) {
        listeners.forEach(thread -> thread.listener().lost(number));
    }

    /** Ends all listeners at the same time. */
    @Override
    public void close() {
        ending = true;
        listeners.forEach(ListenerThread::end);
        long end = System.nanoTime() + STOP_TIMEOUT.toNanos();
        try {
            for (ListenerThread thread : listeners) {
                if (!thread.awaitEnd(Duration.ofNanos(end - System.nanoTime()))) {
                    LOG.error(
                            "{} has not ended within {}. {}",
                            thread.listener().name(),
                            Durations.format(STOP_TIMEOUT),
                            thread.stackSummary());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
