package org.superlance.listener.configcheck;

import java.util.List;
import org.superlance.listener.event.EventSubscription;
import org.superlance.listener.event.EventType;

/**
 * The events that a listener needs.
 *
 * @param anyOf one of these will do; the first is the usual one
 */
public record RequiredEvents(List<EventType> anyOf) {

    private static final RequiredEvents TICK =
            new RequiredEvents(List.of(EventType.TICK_60, EventType.TICK_5, EventType.TICK_3600));

    public RequiredEvents {
        anyOf = List.copyOf(anyOf);
    }

    /** A tick of any length. */
    public static RequiredEvents tick() {
        return TICK;
    }

    /** Events of this type. */
    public static RequiredEvents of(EventType type) {
        return new RequiredEvents(List.of(type));
    }

    boolean isMetBy(EventSubscription subscription) {
        return anyOf.stream().anyMatch(type -> subscription.covers(type.name()));
    }

    /** Whether it comes in bursts, when many programs change their state at the same time. */
    boolean isOfStates() {
        return anyOf.stream().anyMatch(EventType.PROCESS_STATE::covers);
    }

    @Override
    public String toString() {
        return anyOf.get(0).name();
    }
}
