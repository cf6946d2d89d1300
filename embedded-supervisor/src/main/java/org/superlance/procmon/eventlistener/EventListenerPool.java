package org.superlance.procmon.eventlistener;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.superlance.listener.config.GroupConfig.PoolConfig;
import org.superlance.listener.event.Event;
import org.superlance.listener.event.EventType;
import org.superlance.procmon.eventlistener.EventListenerProcess.EventListenerHandle;
import org.superlance.procmon.log.ServerLog;

/**
 * Event listeners that share their events: each event goes to one that is ready, and waits until there is one. Only the
 * main loop uses it.
 */
public final class EventListenerPool {

    /**
     * An event as this pool has it.
     *
     * @param serial its number among all events
     * @param poolSerial its number among those of the pool
     */
    record BufferedEvent(long serial, long poolSerial, EventType type, String payload) {}

    private final String name;
    private final PoolConfig spec;
    private final String server;
    private final ServerLog log;
    private final Deque<BufferedEvent> waiting = new ArrayDeque<>();
    private final List<EventListenerProcess> listeners = new ArrayList<>();
    private long serial = -1;

    /** @param server the server's name, which each event tells */
    public EventListenerPool(String name, PoolConfig spec, String server, ServerLog log) {
        this.name = name;
        this.spec = spec;
        this.server = server;
        this.log = log;
    }

    public EventListenerProcess add(EventListenerHandle process) {
        EventListenerProcess listener = new EventListenerProcess(this, process, log);
        listeners.add(listener);
        return listener;
    }

    boolean wants(EventType type) {
        return spec.events().covers(type.name());
    }

    /** A new event. */
    void accept(long number, EventType type, String payload) {
        serial++;
        makeRoom();
        waiting.addLast(new BufferedEvent(number, serial, type, payload));
    }

    /** An event that a listener has not finished: the next that is given. */
    void requeue(BufferedEvent event) {
        log.debug("rebuffering event " + event.serial() + " for pool " + name + " (buf size=" + waiting.size()
                + ", max=" + spec.bufferSize() + ")");
        makeRoom();
        waiting.addFirst(event);
    }

    /** Gives away what waits, as far as there are listeners that are ready. */
    public void dispatch() {
        BufferedEvent event = waiting.pollFirst();
        while (event != null && isGiven(event)) {
            event = waiting.pollFirst();
        }
        if (event != null) {
            waiting.addFirst(event);
        }
    }

    private boolean isGiven(BufferedEvent event) {
        byte @Nullable [] bytes = null;
        for (EventListenerProcess listener : listeners) {
            if (listener.isReady()) {
                bytes = bytes == null ? encode(event) : bytes;
                if (listener.send(event, bytes)) {
                    return true;
                }
            }
        }
        return false;
    }

    private byte[] encode(BufferedEvent event) {
        return Event.encode(
                server, event.serial(), name, event.poolSerial(), event.type().name(), event.payload());
    }

    private void makeRoom() {
        if (waiting.size() >= spec.bufferSize()) {
            BufferedEvent discarded = waiting.removeFirst();
            log.error("pool " + name + " event buffer overflowed, discarding event " + discarded.serial());
        }
    }
}
