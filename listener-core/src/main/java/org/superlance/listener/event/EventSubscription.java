package org.superlance.listener.event;

import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import org.superlance.listener.util.TextSanitizer;

/**
 * The events of {@code events=}: the listed types, each with its subtypes.
 *
 * @param types reduced so that none covers another
 */
public record EventSubscription(Set<EventType> types) {

    public EventSubscription {
        types = reduced(Set.copyOf(types));
    }

    private static Set<EventType> reduced(Set<EventType> types) {
        Set<EventType> reduced = new HashSet<>(types);
        for (EventType type : types) {
            reduced.removeIf(other -> other != type && type.covers(other));
        }
        return Set.copyOf(reduced);
    }

    /**
     * Reads the value of {@code events=}.
     *
     * @throws IllegalArgumentException with a sentence for an operator if it contains an unknown type
     */
    public static EventSubscription parse(String text) {
        return new EventSubscription(listed(text));
    }

    /**
     * The types in the value of {@code events=}, as they stand there: one of them may cover another.
     *
     * @throws IllegalArgumentException with a sentence for an operator if it contains an unknown type
     */
    public static Set<EventType> listed(String text) {
        Set<EventType> types = EnumSet.noneOf(EventType.class);
        for (String name : text.split(",", -1)) {
            if (name.isBlank() && !text.isBlank()) {
                throw new IllegalArgumentException(
                        "events= has a comma without a name, which supervisord refuses; remove it");
            }
            if (!name.isBlank()) {
                types.add(EventType.ofName(name.strip())
                        .orElseThrow(() -> new IllegalArgumentException("events= names "
                                + TextSanitizer.excerpt(name.strip()) + ", which supervisord does not know; it knows "
                                + Arrays.toString(EventType.values()))));
            }
        }
        if (types.isEmpty()) {
            throw new IllegalArgumentException("it names no event type; write one, such as events=TICK_60");
        }
        return types;
    }

    /** The union of the subscriptions. */
    public static EventSubscription union(Collection<EventSubscription> subscriptions) {
        Set<EventType> all = EnumSet.noneOf(EventType.class);
        subscriptions.forEach(subscription -> all.addAll(subscription.types));
        return new EventSubscription(all);
    }

    /** Whether it covers an event of that name; an unknown type is covered only by {@code EVENT}. */
    public boolean covers(String eventName) {
        EventType named = EventType.ofName(eventName).orElse(EventType.EVENT);
        for (EventType type : types) {
            if (type.covers(named)) {
                return true;
            }
        }
        return false;
    }

    /** Whether it consists of TICK events only. */
    public boolean isOfTicksOnly() {
        return types.stream().allMatch(EventType.TICK::covers);
    }

    /** As written after {@code events=}. */
    @Override
    public String toString() {
        Set<String> names = new TreeSet<>();
        types.forEach(type -> names.add(type.name()));
        return String.join(",", names);
    }
}
