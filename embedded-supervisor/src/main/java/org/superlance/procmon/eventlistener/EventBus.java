package org.superlance.procmon.eventlistener;

import java.util.ArrayList;
import java.util.List;
import org.superlance.listener.event.EventType;

/** Publishes events to the pools that have subscribed to them. Only the main loop uses it. */
public final class EventBus {

    private final List<EventListenerPool> pools = new ArrayList<>();
    private long serial = -1;

    public void add(EventListenerPool pool) {
        pools.add(pool);
    }

    public void remove(EventListenerPool pool) {
        pools.remove(pool);
    }

    /** An event without a subscriber gets no serial. */
    public void publish(EventType type, String payload) {
        List<EventListenerPool> subscribed =
                pools.stream().filter(pool -> pool.wants(type)).toList();
        if (!subscribed.isEmpty()) {
            serial++;
            subscribed.forEach(pool -> pool.accept(serial, type, payload));
        }
    }
}
