package org.superlance.procmon.eventlistener;

import java.util.ArrayList;
import java.util.List;
import org.superlance.listener.event.EventType;

/** Brings events to the pools that want them. Only the main loop uses it. */
public final class EventBus {

    private final List<EventListenerPool> pools = new ArrayList<>();
    private long serial = -1;

    public void add(EventListenerPool pool) {
        pools.add(pool);
    }

    public void remove(EventListenerPool pool) {
        pools.remove(pool);
    }

    /** An event that nobody wants has no number. */
    public void publish(EventType type, String payload) {
        List<EventListenerPool> wanting =
                pools.stream().filter(pool -> pool.wants(type)).toList();
        if (!wanting.isEmpty()) {
            serial++;
            wanting.forEach(pool -> pool.accept(serial, type, payload));
        }
    }
}
