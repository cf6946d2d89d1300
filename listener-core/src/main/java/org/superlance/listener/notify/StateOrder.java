package org.superlance.listener.notify;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.superlance.listener.notify.Alert.Kind;
import org.superlance.listener.notify.Alert.Phase;

/**
 * In which order alerts about one state are delivered: none before an earlier one that waits for its next attempt. Otherwise
 * a late end would be told after the next begin, and whoever hears it takes for over what lasts. Incidents have no order.
 * For one thread.
 */
final class StateOrder {

    /** Not put together from getters: no class archive holds what that makes, and all listeners have this at their start. */
    private static final Comparator<Place> IN_LIFE = StateOrder::compare;

    private final Map<String, Place> places = new HashMap<>();
    private final Map<String, Set<Place>> byKey = new HashMap<>();

    /** Where in the life of its state a waiting alert stands. */
    private record Place(String name, String key, Phase phase, Instant since) {

        static Place of(String name, Alert alert) {
            return new Place(name, alert.kind() == Kind.STATE ? alert.key() : "", alert.phase(), alert.since());
        }
    }

    private static int compare(Place one, Place other) {
        int order = one.since().compareTo(other.since());
        if (order == 0) {
            order = one.phase().compareTo(other.phase());
        }
        return order == 0 ? one.name().compareTo(other.name()) : order;
    }

    /** Forgets what does not wait any more. */
    void retain(Collection<String> names) {
        if (places.isEmpty()) {
            return;
        }
        Set<String> waiting = Set.copyOf(names);
        places.keySet().stream()
                .filter(name -> !waiting.contains(name))
                .toList()
                .forEach(this::forget);
    }

    boolean knows(String name) {
        return places.containsKey(name);
    }

    /** An alert that waits. */
    void add(String name, Alert alert) {
        Place place = Place.of(name, alert);
        if (places.putIfAbsent(name, place) == null && !place.key().isEmpty()) {
            byKey.computeIfAbsent(place.key(), key -> new HashSet<>()).add(place);
        }
    }

    /** An alert that does not wait any more. */
    void forget(String name) {
        Place place = places.remove(name);
        if (place != null && !place.key().isEmpty()) {
            byKey.computeIfPresent(place.key(), (key, waiting) -> {
                waiting.remove(place);
                return waiting.isEmpty() ? null : waiting;
            });
        }
    }

    /** Whether an earlier alert about the same state waits. */
    boolean isBlocked(String name, Alert alert) {
        Place place = Place.of(name, alert);
        return byKey.getOrDefault(place.key(), Set.of()).stream().anyMatch(other -> IN_LIFE.compare(other, place) < 0);
    }

    /** Whether any alert about the state with that key waits. */
    boolean isWaiting(String key) {
        return byKey.containsKey(key);
    }
}
