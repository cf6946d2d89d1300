package org.superlance.superlance;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.event.Event;
import org.superlance.listener.event.EventSubscription;
import org.superlance.listener.event.ListenerOutputParser;
import org.superlance.listener.util.Durations;
import org.superlance.listener.util.LogOnce;
import org.superlance.listener.util.TextSanitizer;
import org.superlance.superlance.HostedListener.EventQueue.Numbered;

/**
 * A listener of this process and its events: they are queued until it is ready, also while it is restarted after a
 * failure. Thread-safe.
 */
final class HostedListener implements ListenerOutputParser.Handler {

    private static final Logger LOG = LoggerFactory.getLogger(HostedListener.class);
    private static final int MAX_LOGGED_PAYLOAD = 500;

    private final ListenerFile.Entry entry;
    private EventQueue queue = new EventQueue();
    private @Nullable ListenerRun run;
    private boolean ready;
    private final LogOnce late = new LogOnce();
    private boolean settled;
    private boolean hasBeenReady;
    private boolean abandoned;
    private boolean held;
    private long dropped;

    HostedListener(ListenerFile.Entry entry) {
        this.entry = entry;
    }

    /** Its name in the log. */
    String name() {
        return entry.name().group();
    }

    /** Whether it stands for no section of the file. */
    boolean isReporter() {
        return entry.isReporter();
    }

    EventSubscription events() {
        return entry.events();
    }

    boolean wants(Event event) {
        return entry.events().covers(event.header().eventName());
    }

    /** Queues an event; the acknowledgement waits for it unless earlier events are still queued. */
    synchronized void send(Event event, EventAck ack) {
        if (abandoned) {
            return;
        }
        if (queue.isEmpty()) {
            ack.expect(this);
        }
        queue.add(event, ack).forEach(this::drop);
        sendNext();
    }

    /** So many events were lost, some of which may have been for it. */
    synchronized void lost(long number) {
        if (!entry.events().isOfTicksOnly()) {
            queue.skipSerials(number);
        }
    }

    /** Logs that an event is acknowledged although it has not been handled in time. */
    synchronized void overdue(Event event, Duration limit, String stackSummary) {
        if (!queue.isEmpty() && late.raise()) {
            LOG.error(
                    "{} has not handled {} within {}; acknowledged to supervisord anyway, further events are queued in"
                            + " memory; {}",
                    name(),
                    event.header().eventName(),
                    Durations.format(limit),
                    stackSummary);
        }
    }

    /**
     * Waits until it is ready or has failed.
     *
     * @return false if it cannot run
     */
    synchronized boolean awaitSettled(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        for (long left = limit.toNanos(); !settled && left > 0; left = end - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return !abandoned;
    }

    synchronized boolean hasBeenReady() {
        return hasBeenReady;
    }

    /** A new run has started, which is not ready yet. */
    synchronized void onStarted(ListenerRun next) {
        run = next;
        ready = false;
    }

    /** Its run has failed. */
    synchronized void failed() {
        run = null;
        ready = false;
        settle();
        queue.crashed().ifPresent(event -> {
            LOG.error("{} failed twice on the same event; event dropped: {}", name(), text(event));
            event.ack().acknowledge(this);
        });
    }

    /** Whether it runs, or is about to again. */
    synchronized boolean isAbandoned() {
        return abandoned;
    }

    /** Queues events from now on, and starts none of them. */
    synchronized void hold() {
        held = true;
    }

    /**
     * Goes on where a listener that has ended has left off: takes its events over, those that it has not finished too.
     * Nothing may be sent to either of them meanwhile.
     */
    synchronized void takeOver(HostedListener predecessor) {
        queue = predecessor.release();
        queue.all().forEach(event -> event.ack().replace(predecessor, this));
        sendNext();
    }

    private synchronized EventQueue release() {
        EventQueue left = queue;
        left.requeue();
        queue = new EventQueue();
        abandoned = true;
        run = null;
        settle();
        return left;
    }

    /** Stops taking events; returns those not handled. */
    synchronized List<Numbered> abandon() {
        abandoned = true;
        run = null;
        settle();
        List<Numbered> left = queue.clear();
        left.forEach(event -> event.ack().acknowledge(this));
        return left;
    }

    @Override
    public synchronized void onReady() {
        ready = true;
        hasBeenReady = true;
        settle();
        if (queue.isEmpty() && late.clear()) {
            LOG.info("{} has handled all queued events", name());
        }
        sendNext();
    }

    @Override
    public synchronized void onResult(String result) {
        queue.handled().ifPresent(event -> event.ack().acknowledge(this));
    }

    @Override
    public synchronized void onUnexpectedOutput(String what) {
        LOG.error("{} violated the event listener protocol; stopping it: {}", name(), what);
        if (run != null) {
            run.stop();
        }
    }

    private void settle() {
        settled = true;
        notifyAll();
    }

    private void sendNext() {
        if (ready && run != null && !held) {
            ListenerRun current = run;
            queue.take().ifPresent(event -> {
                ready = false;
                current.send(event);
            });
        }
    }

    private void drop(Numbered event) {
        event.ack().acknowledge(this);
        dropped++;
        if (Long.bitCount(dropped) == 1) {
            LOG.error("{} event(s) lost for {}: its queue is full; last: {}", dropped, name(), text(event));
        }
    }

    static String text(Numbered event) {
        return event.event().header().eventName() + " "
                + TextSanitizer.singleLine(event.event().payload(), MAX_LOGGED_PAYLOAD);
    }

    /**
     * The queued events of one listener, with serials of its own. A gap in them reports lost events, as in supervisord.
     * Not thread-safe.
     */
    static final class EventQueue {

        /** A hundred times what supervisord keeps for a listener by default. */
        static final int MAX_EVENTS = 1_000;

        static final int MAX_CHARACTERS = 1 << 20;

        /**
         * An event for this listener.
         *
         * @param serial its number among those for this listener
         * @param ack to be acknowledged when it is handled
         */
        record Numbered(Event event, long serial, EventAck ack) {}

        private final Deque<Numbered> waiting = new ArrayDeque<>();
        private long characters;
        private long next;
        private @Nullable Numbered inProgress;
        private int crashes;

        /**
         * Appends an event.
         *
         * @return the oldest events, dropped to make room
         */
        List<Numbered> add(Event event, EventAck ack) {
            waiting.addLast(new Numbered(event, next++, ack));
            characters += event.payload().length();
            List<Numbered> lost = new ArrayList<>();
            while (waiting.size() > MAX_EVENTS || (characters > MAX_CHARACTERS && waiting.size() > 1)) {
                lost.add(removeFirst());
            }
            return lost;
        }

        /** Leaves out the serials of events that were lost before. */
        void skipSerials(long number) {
            next += number;
        }

        /** The next event, in progress from now on; empty if there is none, or one is in progress. */
        Optional<Numbered> take() {
            if (inProgress != null || waiting.isEmpty()) {
                return Optional.empty();
            }
            inProgress = removeFirst();
            return Optional.of(inProgress);
        }

        /** Removes the event in progress, which is handled. */
        Optional<Numbered> handled() {
            Optional<Numbered> handled = Optional.ofNullable(inProgress);
            inProgress = null;
            crashes = 0;
            return handled;
        }

        /**
         * Requeues the event in progress at the head, after the listener has failed on it.
         *
         * @return the event, dropped, if the listener has failed on it twice
         */
        Optional<Numbered> crashed() {
            Numbered event = inProgress;
            inProgress = null;
            if (event == null) {
                return Optional.empty();
            }
            crashes++;
            if (crashes > 1) {
                crashes = 0;
                return Optional.of(event);
            }
            putBack(event);
            return Optional.empty();
        }

        /** Requeues the event in progress at the head. */
        void requeue() {
            Numbered event = inProgress;
            inProgress = null;
            if (event != null) {
                putBack(event);
            }
        }

        private void putBack(Numbered event) {
            waiting.addFirst(event);
            characters += event.event().payload().length();
        }

        boolean isEmpty() {
            return waiting.isEmpty() && inProgress == null;
        }

        /** All events, the one in progress first. */
        List<Numbered> all() {
            List<Numbered> all = new ArrayList<>(waiting);
            if (inProgress != null) {
                all.add(0, inProgress);
            }
            return all;
        }

        /** Removes all events. */
        List<Numbered> clear() {
            List<Numbered> all = all();
            waiting.clear();
            characters = 0;
            inProgress = null;
            return all;
        }

        private Numbered removeFirst() {
            Numbered first = waiting.removeFirst();
            characters -= first.event().payload().length();
            return first;
        }
    }

    /** The listeners that have yet to handle an event before it is acknowledged to supervisord. */
    static final class EventAck {

        private final Set<HostedListener> open = new LinkedHashSet<>();

        synchronized void expect(HostedListener listener) {
            open.add(listener);
        }

        /** The listener has handled the event or will never handle it. */
        synchronized void acknowledge(HostedListener listener) {
            open.remove(listener);
            notifyAll();
        }

        /** Another listener has taken the event over. */
        synchronized void replace(HostedListener listener, HostedListener successor) {
            if (open.remove(listener)) {
                open.add(successor);
            }
        }

        /** Waits until all have handled the event; returns those that have not within the limit. */
        synchronized Set<HostedListener> await(Duration limit) throws InterruptedException {
            long end = System.nanoTime() + limit.toNanos();
            for (long left = limit.toNanos(); !open.isEmpty() && left > 0; left = end - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
            return Set.copyOf(open);
        }
    }
}
