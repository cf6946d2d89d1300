package org.superlance.listener.event;

import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.superlance.listener.util.TextSanitizer;

/**
 * The events that a listener is sent: the types that its section names, each with those below it.
 *
 * @param types none of them covers another
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
     * @throws IllegalArgumentException with a sentence for people if it names a type that supervisord does not know
     */
    public static EventSubscription parse(String text) {
        Set<EventType> types = EnumSet.noneOf(EventType.class);
        for (String name : text.split(",", -1)) {
            if (!name.isBlank()) {
                types.add(EventType.ofName(name.strip())
                        .orElseThrow(() -> new IllegalArgumentException("events= names "
                                + TextSanitizer.excerpt(name.strip()) + ", which supervisord does not know; it knows "
                                + Arrays.toString(EventType.values()))));
            }
        }
        if (types.isEmpty()) {
            throw new IllegalArgumentException("events= names no event type; write for instance events=TICK_60");
        }
        return new EventSubscription(types);
    }

    /** Everything that one of them covers. */
    public static EventSubscription union(Collection<EventSubscription> subscriptions) {
        return new EventSubscription(subscriptions.stream()
                .flatMap(subscription -> subscription.types.stream())
                .collect(Collectors.toSet()));
    }

    /** Whether an event of that name is among them. One of a type that is not known is for those who want all. */
    public boolean covers(String eventName) {
        Optional<EventType> named = EventType.ofName(eventName);
        return types.stream().anyMatch(type -> type.covers(named.orElse(EventType.EVENT)));
    }

    /** Whether it is about the passing of time alone. */
    public boolean isOfTicksOnly() {
        return types.stream().allMatch(EventType.TICK::covers);
    }

    /** As it is written after {@code events=}. */
    @Override
    public String toString() {
        List<String> names = types.stream().map(EventType::name).sorted().toList();
        return String.join(",", names);
    }
}
