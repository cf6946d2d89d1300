package org.superlance.procmon.pool;

import java.util.ArrayList;
import java.util.List;
import org.superlance.listener.event.EventType;

/** Brings events to the pools that want them. Only the main loop uses it. */
public final class EventBus {

    private final List<Pool> pools = new ArrayList<>();
    private long serial = -1;

    public void add(Pool pool) {
        pools.add(pool);
    }

    public void remove(Pool pool) {
        pools.remove(pool);
    }

    /** An event that nobody wants has no number. */
    public void publish(EventType type, String payload) {
        List<Pool> wanting = pools.stream().filter(pool -> pool.wants(type)).toList();
        if (!wanting.isEmpty()) {
            serial++;
            wanting.forEach(pool -> pool.accept(serial, type, payload));
        }
    }
}
