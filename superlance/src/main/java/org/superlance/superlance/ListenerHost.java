package org.superlance.superlance;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.event.EventSubscription;
import org.superlance.listener.event.RawEvent;
import org.superlance.listener.event.RawEventListener;
import org.superlance.listener.runtime.RunningListener;
import org.superlance.listener.util.Durations;

/**
 * Gives each event to the listeners of this process that have subscribed to it. It counts as handled when all of them
 * have handled it; one that takes too long holds up the others no longer than that.
 */
final class ListenerHost implements RunningListener, RawEventListener {

    private static final Logger LOG = LoggerFactory.getLogger(ListenerHost.class);
    private static final Duration TO_START = Duration.ofSeconds(10);
    /** supervisord gives a listener ten seconds to end, by default; each of ours ends within eight. */
    private static final Duration TO_END = Duration.ofSeconds(9);

    private final List<Lives> listeners;
    private final Duration patience;
    private volatile boolean ending;

    /** @param patience how long an event waits for a listener that does not handle it */
    ListenerHost(List<Lives> listeners, Duration patience) {
        this.listeners = List.copyOf(listeners);
        this.patience = patience;
    }

    /**
     * Starts the listeners.
     *
     * @throws IllegalArgumentException with a sentence for people if none of them can run
     */
    ListenerHost start() {
        listeners.forEach(Lives::start);
        List<HostedListener> running = listeners.stream()
                .map(Lives::listener)
                .filter(ListenerHost::canRun)
                .toList();
        if (running.isEmpty()) {
            throw new IllegalArgumentException("none of the listeners can run; the log says why");
        }
        LOG.info(
                "runs {}; its section in supervisord.conf must have events={}",
                running.stream().map(HostedListener::name).collect(Collectors.joining(", ")),
                EventSubscription.union(
                        running.stream().map(HostedListener::events).toList()));
        return this;
    }

    private static boolean canRun(HostedListener listener) {
        try {
            return listener.awaitSettled(TO_START);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    @Override
    public RawEventListener listener() {
        return this;
    }

    @Override
    public void onRawEvent(RawEvent event) {
        Receipt receipt = new Receipt();
        try {
            if (!ending) {
                listeners.stream()
                        .map(Lives::listener)
                        .filter(listener -> listener.wants(event))
                        .forEach(listener -> listener.send(event, receipt));
            }
            Set<HostedListener> late = receipt.await(patience);
            if (ending) {
                // not acknowledged, so that supervisord gives it to whoever comes after us
                new CountDownLatch(1).await();
            }
            listeners.stream()
                    .filter(lives -> late.contains(lives.listener()))
                    .forEach(lives -> lives.listener().overdue(event, patience, lives.whereabouts()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void onLost(long number) {
        listeners.forEach(lives -> lives.listener().lost(number));
    }

    /** Ends all listeners at the same time. */
    @Override
    public void close() {
        ending = true;
        listeners.forEach(Lives::end);
        long end = System.nanoTime() + TO_END.toNanos();
        try {
            for (Lives lives : listeners) {
                if (!lives.awaitEnd(Duration.ofNanos(end - System.nanoTime()))) {
                    LOG.error(
                            "{} has not ended within {}. {}",
                            lives.listener().name(),
                            Durations.format(TO_END),
                            lives.whereabouts());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
