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
import org.superlance.superlance.HostedListener.EventAck;

/**
 * Sends each event to the listeners of this process that have subscribed to it, and acknowledges it when all of them have
 * handled it or the event timeout has elapsed.
 */
final class EventMultiplexer implements EventService {

    private static final Logger LOG = LoggerFactory.getLogger(EventMultiplexer.class);
    private static final Duration START_TIMEOUT = Duration.ofSeconds(10);
    /** supervisord's default stopwaitsecs is 10 s; each listener stops within 8 s. */
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(9);

    private final List<ListenerThread> listeners;
    private final Duration eventTimeout;
    private volatile boolean ending;

    /** @param eventTimeout how long an event waits for its listeners */
    EventMultiplexer(List<ListenerThread> listeners, Duration eventTimeout) {
        this.listeners = List.copyOf(listeners);
        this.eventTimeout = eventTimeout;
    }

    /**
     * Starts the listeners.
     *
     * @throws IllegalArgumentException if none of them can run
     */
    @Override
    public void start() {
        listeners.forEach(ListenerThread::start);
        List<HostedListener> running = listeners.stream()
                .map(ListenerThread::listener)
                .filter(EventMultiplexer::canRun)
                .toList();
        if (running.isEmpty()) {
            throw new IllegalArgumentException("none of the listeners can run; see the log");
        }
        LOG.info(
                "running {}; its section in supervisord.conf must have events={}",
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
            Set<HostedListener> late = ack.await(eventTimeout);
            if (ending) {
                // not acknowledged, so that supervisord sends it to the next process
                new CountDownLatch(1).await();
            }
            listeners.stream()
                    .filter(thread -> late.contains(thread.listener()))
                    .forEach(thread -> thread.listener().overdue(event, eventTimeout, thread.stackSummary()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void onLost(long number) {
        listeners.forEach(thread -> thread.listener().lost(number));
    }

    /** Stops all listeners concurrently. */
    @Override
    public void close() {
        ending = true;
        listeners.forEach(ListenerThread::end);
        long end = System.nanoTime() + STOP_TIMEOUT.toNanos();
        try {
            for (ListenerThread thread : listeners) {
                if (!thread.awaitEnd(Duration.ofNanos(end - System.nanoTime()))) {
                    LOG.error(
                            "{} has not stopped within {}; {}",
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
