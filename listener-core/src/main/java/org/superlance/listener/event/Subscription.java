package org.superlance.listener.event;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The events that a listener is sent: the types that its section names, each with those below it.
 *
 * <p>Source: supervisord 4.2's documentation, "Event Types".
 *
 * @param types such as {@code TICK_60} or {@code PROCESS_STATE}; none lies below another
 */
public record Subscription(Set<String> types) {

    private static final String ANY = "EVENT";

    private static final List<String> KNOWN = List.of(
            ANY,
            "PROCESS_STATE",
            "PROCESS_STATE_STARTING",
            "PROCESS_STATE_RUNNING",
            "PROCESS_STATE_BACKOFF",
            "PROCESS_STATE_STOPPING",
            "PROCESS_STATE_EXITED",
            "PROCESS_STATE_STOPPED",
            "PROCESS_STATE_FATAL",
            "PROCESS_STATE_UNKNOWN",
            "REMOTE_COMMUNICATION",
            "PROCESS_LOG",
            "PROCESS_LOG_STDOUT",
            "PROCESS_LOG_STDERR",
            "PROCESS_COMMUNICATION",
            "PROCESS_COMMUNICATION_STDOUT",
            "PROCESS_COMMUNICATION_STDERR",
            "SUPERVISOR_STATE_CHANGE",
            "SUPERVISOR_STATE_CHANGE_RUNNING",
            "SUPERVISOR_STATE_CHANGE_STOPPING",
            "TICK",
            "TICK_5",
            "TICK_60",
            "TICK_3600",
            "PROCESS_GROUP",
            "PROCESS_GROUP_ADDED",
            "PROCESS_GROUP_REMOVED");

    public Subscription {
        Set<String> all = Set.copyOf(types);
        types = all.stream()
                .filter(type -> all.stream().noneMatch(other -> !other.equals(type) && isBelow(type, other)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * Reads the value of {@code events=}.
     *
     * @throws IllegalArgumentException with a sentence for people if it names a type that supervisord does not know
     */
    public static Subscription parse(String text) {
        List<String> types = Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .filter(type -> !type.isEmpty())
                .toList();
        if (types.isEmpty()) {
            throw new IllegalArgumentException("events= names no event type; write for instance events=TICK_60");
        }
        for (String type : types) {
            if (!KNOWN.contains(type)) {
                throw new IllegalArgumentException("events= names " + EventHeader.quote(type)
                        + ", which supervisord does not know; it knows " + String.join(", ", KNOWN));
            }
        }
        return new Subscription(Set.copyOf(types));
    }

    /** Everything that one of them covers. */
    public static Subscription union(Collection<Subscription> subscriptions) {
        return new Subscription(subscriptions.stream()
                .flatMap(subscription -> subscription.types.stream())
                .collect(Collectors.toSet()));
    }

    /** Whether an event of that name, or of any below it, is among them. */
    public boolean covers(String eventName) {
        return types.stream().anyMatch(type -> isBelow(eventName, type));
    }

    /** Whether it is about the passing of time alone. */
    public boolean isOfTicksOnly() {
        return types.stream().allMatch(type -> isBelow(type, "TICK"));
    }

    /** As it is written after {@code events=}. */
    @Override
    public String toString() {
        return String.join(",", types);
    }

    private static boolean isBelow(String type, String other) {
        return other.equals(ANY) || type.equals(other) || type.startsWith(other + "_");
    }
}
