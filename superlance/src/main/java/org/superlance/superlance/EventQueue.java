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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.superlance.listener.event.Event;

/**
 * The events that wait for one listener, numbered for it. A number that is left out tells it of a loss, as in
 * supervisord. Not for several threads at a time.
 */
final class EventQueue {

    /** A hundred times what supervisord keeps for a listener by default. */
    static final int MAX_EVENTS = 1_000;

    static final int MAX_CHARACTERS = 1 << 20;

    /**
     * An event for this listener.
     *
     * @param serial its number among those for this listener
     * @param ack to be signed when it is handled
     */
    record Numbered(Event event, long serial, EventAck ack) {}

    private final Deque<Numbered> waiting = new ArrayDeque<>();
    private long characters;
    private long next;
    private @Nullable Numbered underWay;
    private int crashes;

    /**
     * Puts an event at the end.
     *
     * @return the oldest events that waited, if they had to make room
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

    /** So many events were lost before they came here. */
    void skipSerials(long number) {
        next += number;
    }

    /** The event that is next; it is under way from here on. Empty if there is none, or one under way. */
    Optional<Numbered> take() {
        if (underWay != null || waiting.isEmpty()) {
            return Optional.empty();
        }
        underWay = removeFirst();
        return Optional.of(underWay);
    }

    /** The event under way is handled. */
    Optional<Numbered> handled() {
        Optional<Numbered> handled = Optional.ofNullable(underWay);
        underWay = null;
        crashes = 0;
        return handled;
    }

    /**
     * The listener has ended over the event under way, if there was one: it is the next one again.
     *
     * @return the event, if the listener has ended over it twice; then it is gone
     */
    Optional<Numbered> crashed() {
        Numbered event = underWay;
        underWay = null;
        if (event == null) {
            return Optional.empty();
        }
        crashes++;
        if (crashes > 1) {
            crashes = 0;
            return Optional.of(event);
        }
        waiting.addFirst(event);
        characters += event.event().payload().length();
        return Optional.empty();
    }

    boolean isEmpty() {
        return waiting.isEmpty() && underWay == null;
    }

    /** Takes all of them away; the first may be under way. */
    List<Numbered> clear() {
        List<Numbered> all =
                Stream.concat(Stream.ofNullable(underWay), waiting.stream()).toList();
        waiting.clear();
        characters = 0;
        underWay = null;
        return all;
    }

    private Numbered removeFirst() {
        Numbered first = waiting.removeFirst();
        characters -= first.event().payload().length();
        return first;
    }

    /** Who has still to handle an event before supervisord is told that it is handled. */
    static final class EventAck {

        private final Set<HostedListener> open = new LinkedHashSet<>();

        synchronized void expect(HostedListener listener) {
            open.add(listener);
        }

        /** It has handled the event, or never will. */
        synchronized void acknowledge(HostedListener listener) {
            open.remove(listener);
            notifyAll();
        }

        /** Waits until all have handled the event; returns those who have not within the limit. */
        synchronized Set<HostedListener> await(Duration limit) throws InterruptedException {
            long end = System.nanoTime() + limit.toNanos();
            for (long left = limit.toNanos(); !open.isEmpty() && left > 0; left = end - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
            return Set.copyOf(open);
        }
    }
}
