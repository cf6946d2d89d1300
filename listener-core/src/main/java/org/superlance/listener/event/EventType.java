package org.superlance.listener.event;

import java.util.Locale;
import java.util.Optional;

/**
 * The event types of supervisord, as named in {@code events=}. Some have subtypes.
 *
 * <p>Source: supervisord 4.2's events.
 */
public enum EventType {
    EVENT,
    PROCESS_STATE,
    PROCESS_STATE_STOPPED,
    PROCESS_STATE_EXITED,
    PROCESS_STATE_STARTING,
    PROCESS_STATE_STOPPING,
    PROCESS_STATE_BACKOFF,
    PROCESS_STATE_FATAL,
    PROCESS_STATE_RUNNING,
    PROCESS_STATE_UNKNOWN,
    PROCESS_COMMUNICATION,
    PROCESS_COMMUNICATION_STDOUT,
    PROCESS_COMMUNICATION_STDERR,
    PROCESS_LOG,
    PROCESS_LOG_STDOUT,
    PROCESS_LOG_STDERR,
    REMOTE_COMMUNICATION,
    SUPERVISOR_STATE_CHANGE,
    SUPERVISOR_STATE_CHANGE_RUNNING,
    SUPERVISOR_STATE_CHANGE_STOPPING,
    TICK,
    TICK_5,
    TICK_60,
    TICK_3600,
    PROCESS_GROUP,
    PROCESS_GROUP_ADDED,
    PROCESS_GROUP_REMOVED;

    /** The type of that name, ignoring case. */
    public static Optional<EventType> ofName(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        for (EventType type : values()) {
            if (type.name().equals(upper)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    /** Whether the other is this type or a subtype of it. */
    public boolean covers(EventType other) {
        return this == EVENT || this == other || other.name().startsWith(name() + "_");
    }
}
