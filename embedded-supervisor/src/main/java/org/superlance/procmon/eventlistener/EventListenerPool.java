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
import org.superlance.procmon.log.Sink;

/**
 * A pool of event listeners that share their events: each event is sent to one listener, as soon as one is ready. Only
 * the main loop uses it.
 */
public final class EventListenerPool {

    /**
     * An event in the buffer of this pool.
     *
     * @param serial its number among all events of the server
     * @param poolSerial its number among the events of the pool
     */
    record BufferedEvent(long serial, long poolSerial, EventType type, String payload) {}

    private final String name;
    private final PoolConfig spec;
    private final String server;
    private final ServerLog log;
    private final Sink stdout;
    private final Deque<BufferedEvent> waiting = new ArrayDeque<>();
    private final List<EventListenerProcess> listeners = new ArrayList<>();
    private long serial = -1;

    /**
     * @param server the server's name, sent in each event
     * @param stdout the server's own, where results are printed if the pool has asked for that
     */
    public EventListenerPool(String name, PoolConfig spec, String server, ServerLog log, Sink stdout) {
        this.name = name;
        this.spec = spec;
        this.server = server;
        this.log = log;
        this.stdout = stdout;
    }

    public EventListenerProcess add(EventListenerHandle process) {
        EventListenerProcess listener = new EventListenerProcess(this, process, spec.resultHandler(), log, stdout);
        listeners.add(listener);
        return listener;
    }

    boolean wants(EventType type) {
        return spec.events().covers(type.name());
    }

    /** Buffers a new event. */
    void accept(long number, EventType type, String payload) {
        serial++;
        makeRoom();
        waiting.addLast(new BufferedEvent(number, serial, type, payload));
    }

    /** Puts an event that a listener has not handled at the head of the buffer. */
    void requeue(BufferedEvent event) {
        log.debug("rebuffering event " + event.serial() + " for pool " + name + " (buf size=" + waiting.size()
                + ", max=" + spec.bufferSize() + ")");
        makeRoom();
        waiting.addFirst(event);
    }

    /** Sends buffered events while there are listeners that are ready. */
    public void dispatch() {
        BufferedEvent event = waiting.pollFirst();
        while (event != null && isSent(event)) {
            event = waiting.pollFirst();
        }
        if (event != null) {
            waiting.addFirst(event);
        }
    }

    private boolean isSent(BufferedEvent event) {
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
