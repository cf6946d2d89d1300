package org.superlance.listener.event;

import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.superlance.listener.util.TextSanitizer;

/**
 * The events of {@code events=}: the listed types, each with its subtypes.
 *
 * @param types reduced so that none covers another
 */
public record EventSubscription(Set<EventType> types) {

    public EventSubscription {
        Set<EventType> all = Set.copyOf(types);
        types = all.stream()
                .filter(type -> all.stream().noneMatch(other -> other != type && other.covers(type)))
                .collect(Collectors.toUnmodifiableSet());
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
        return new EventSubscription(subscriptions.stream()
                .flatMap(subscription -> subscription.types.stream())
                .collect(Collectors.toSet()));
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
        List<String> names = types.stream().map(EventType::name).sorted().toList();
        return String.join(",", names);
    }
}
