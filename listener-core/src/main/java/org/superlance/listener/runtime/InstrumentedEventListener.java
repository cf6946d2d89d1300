package org.superlance.listener.runtime;

import java.time.Instant;
import java.time.InstantSource;
import org.superlance.listener.event.Event;
import org.superlance.listener.event.Event.TickEvent;
import org.superlance.listener.event.EventListener;
import org.superlance.listener.event.EventType;
import org.superlance.listener.metrics.Metric;
import org.superlance.listener.metrics.Metrics;
import org.superlance.listener.status.StatusRecorder;

/** Takes down that events come, and which. */
public final class InstrumentedEventListener implements EventListener {

    private static final double MILLIS = 1_000.0;

    private final EventListener handler;
    private final Metrics metrics;
    private final StatusRecorder status;
    private final InstantSource clock;

    /** @param handler what is done with them */
    public InstrumentedEventListener(EventListener handler, ListenerContext context) {
        this(handler, context.metrics(), context.state().status(), context.clock());
    }

    InstrumentedEventListener(EventListener handler, Metrics metrics, StatusRecorder status, InstantSource clock) {
        this.handler = handler;
        this.metrics = metrics;
        this.status = status;
        this.clock = clock;
        metrics.add(Metric.EVENTS_LOST, 0);
        for (EventType event : EventType.values()) {
            if (isForListeners(event)) {
                metrics.add(Metric.EVENTS, 0, event.name());
            }
        }
    }

    /** Whether the listeners here may subscribe to it. */
    private static boolean isForListeners(EventType event) {
        return event.name().startsWith("TICK_") || event.name().startsWith("PROCESS_STATE_");
    }

    @Override
    public void onEvent(Event event) {
        Instant time = clock.instant();
        double now = epochSeconds(time);
        metrics.count(Metric.EVENTS, event.header().eventName());
        metrics.set(Metric.LAST_EVENT, now);
        if (event instanceof TickEvent) {
            metrics.set(Metric.LAST_TICK, now);
        }
        status.onEvent(time, event instanceof TickEvent);
        handler.onEvent(event);
    }

    @Override
    public void onLost(long number) {
        metrics.add(Metric.EVENTS_LOST, number);
        handler.onLost(number);
    }

    /** Time as metrics tell it: since the beginning of 1970, UTC. */
    static double epochSeconds(Instant time) {
        return time.toEpochMilli() / MILLIS;
    }
}
