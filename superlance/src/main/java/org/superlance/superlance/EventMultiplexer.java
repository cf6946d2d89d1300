package org.superlance.superlance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.function.Function;
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

    /** Held while an event is handed to the listeners, and while these are replaced. */
    private final Object dispatch = new Object();

    private volatile List<ListenerThread> listeners;
    private final Duration eventTimeout;
    private final Consumer<EventMultiplexer> onStarted;
    private volatile boolean ending;

    /**
     * Starts nothing yet.
     *
     * @param eventTimeout how long an event waits for its listeners
     * @param onStarted is given this when the listeners run
     */
    EventMultiplexer(List<ListenerThread> listeners, Duration eventTimeout, Consumer<EventMultiplexer> onStarted) {
        this.listeners = List.copyOf(listeners);
        this.eventTimeout = eventTimeout;
        this.onStarted = onStarted;
    }

    /**
     * Starts the listeners.
     *
     * @throws IllegalArgumentException if none of them can run
     */
    @Override
    public void start() {
        listeners.forEach(ListenerThread::start);
        List<HostedListener> running = new ArrayList<>();
        for (ListenerThread thread : listeners) {
            if (canRun(thread.listener()) && !thread.listener().isReporter()) {
                running.add(thread.listener());
            }
        }
        if (running.isEmpty()) {
            throw new IllegalArgumentException("none of the listeners can run; see the log");
        }
        LOG.info("running {}; {}", names(running), requiredEvents(running));
        onStarted.accept(this);
    }

    private static String names(List<HostedListener> all) {
        StringJoiner names = new StringJoiner(", ");
        for (HostedListener listener : all) {
            if (!listener.isReporter()) {
                names.add(listener.name());
            }
        }
        return names.toString();
    }

    private static String requiredEvents(List<HostedListener> running) {
        List<EventSubscription> required = new ArrayList<>();
        running.forEach(listener -> required.add(listener.events()));
        return "its section in supervisord.conf must have events=" + EventSubscription.union(required);
    }

    /**
     * Runs these listeners instead, as far as they are others: one whose section is the same goes on untouched, one whose
     * section has changed ends what it is doing, and the new one goes on with its events. Does nothing unless all of the new
     * ones can run. Waits for the end of those that are replaced.
     *
     * @param runner makes a listener that does not run yet
     * @throws IllegalArgumentException if one of them cannot run
     */
    synchronized void reload(List<ListenerFile.Entry> entries, Function<ListenerFile.Entry, ListenerThread> runner) {
        Map<ListenerFile.Entry, ListenerThread> unchanged = listeners.stream()
                .filter(thread -> !thread.listener().isAbandoned() && entries.contains(thread.entry()))
                .collect(Collectors.toMap(ListenerThread::entry, thread -> thread, (one, same) -> one));
        Map<ListenerFile.Entry, ListenerThread> fresh = new LinkedHashMap<>();
        entries.stream()
                .filter(entry -> !unchanged.containsKey(entry))
                .forEach(entry -> fresh.put(entry, runner.apply(entry)));
        startAll(fresh.values());
        List<ListenerThread> left = listeners.stream()
                .filter(thread -> !unchanged.containsValue(thread))
                .toList();
        List<ListenerThread> next = entries.stream()
                .map(entry -> unchanged.getOrDefault(entry, fresh.get(entry)))
                .toList();
        Map<String, ListenerThread> successors = fresh.values().stream()
                .collect(Collectors.toMap(thread -> thread.listener().name(), thread -> thread, (one, same) -> one));
        end(left, successors.keySet());
        replace(left, successors, next);
        LOG.info(
                "reloaded: started or changed: {}; ended: {}; unchanged: {}; {}",
                orNone(fresh.values()),
                orNone(left.stream()
                        .filter(thread ->
                                !successors.containsKey(thread.listener().name()))
                        .toList()),
                orNone(unchanged.values()),
                requiredEvents(next.stream().map(ListenerThread::listener).toList()));
    }

    private static String orNone(Collection<ListenerThread> threads) {
        String names = names(threads.stream().map(ListenerThread::listener).toList());
        return names.isEmpty() ? "none" : names;
    }

    private static void startAll(Collection<ListenerThread> fresh) {
        fresh.forEach(ListenerThread::start);
        List<HostedListener> refused = fresh.stream()
                .map(ListenerThread::listener)
                .filter(listener -> !canRun(listener))
                .toList();
        if (!refused.isEmpty()) {
            fresh.forEach(ListenerThread::end);
            throw new IllegalArgumentException("see above for " + names(refused));
        }
    }

    private static void end(List<ListenerThread> left, Set<String> replaced) {
        left.forEach(thread -> {
            if (replaced.contains(thread.listener().name())) {
                thread.endForSuccessor();
            } else {
                thread.end();
            }
        });
        awaitEnd(left);
    }

    private void replace(List<ListenerThread> left, Map<String, ListenerThread> successors, List<ListenerThread> next) {
        synchronized (dispatch) {
            left.forEach(thread -> Optional.ofNullable(
                            successors.get(thread.listener().name()))
                    .ifPresent(successor -> successor.listener().takeOver(thread.listener())));
            listeners = next;
        }
        if (ending) {
            next.forEach(ListenerThread::end);
        }
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
                dispatch(event, ack);
            }
            Set<HostedListener> late = ack.await(eventTimeout);
            if (ending) {
                // not acknowledged, so that supervisord sends it to the next process
                new CountDownLatch(1).await();
            }
            for (ListenerThread thread : listeners) {
                if (late.contains(thread.listener())) {
                    thread.listener().overdue(event, eventTimeout, thread.stackSummary());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void dispatch(Event event, EventAck ack) {
        synchronized (dispatch) {
            for (ListenerThread thread : listeners) {
                if (thread.listener().wants(event)) {
                    thread.listener().send(event, ack);
                }
            }
        }
    }

    @Override
    public void onLost(long number) {
        synchronized (dispatch) {
            listeners.forEach(thread -> thread.listener().lost(number));
        }
    }

    /** Stops all listeners concurrently. */
    @Override
    public void close() {
        ending = true;
        listeners.forEach(ListenerThread::end);
        awaitEnd(listeners);
    }

    private static void awaitEnd(List<ListenerThread> ended) {
        long end = System.nanoTime() + STOP_TIMEOUT.toNanos();
        try {
            for (ListenerThread thread : ended) {
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
