package org.superlance.listener.crash;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.superlance.listener.event.Event.ProcessStateEvent;
import org.superlance.listener.event.EventType;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessState;

/**
 * A process has died, or could not be started.
 *
 * @param pid of the process that died, where supervisord tells it
 * @param fromState the name of the state before, such as {@code RUNNING}
 * @param time when we were told; supervisord's events carry no time
 */
public record ProcessFailure(FailureType type, Namespec process, OptionalLong pid, String fromState, Instant time) {

    /** What has happened. */
    public enum FailureType {
        /** It ran, and ended unexpectedly. */
        EXITED,
        /** It ended before its {@code startsecs} were over; supervisord tries again. */
        BACKOFF,
        /** It could not be started; supervisord has given it up. */
        FATAL;

        /** The event that supervisord tells it by. */
        public EventType event() {
            return EventType.valueOf("PROCESS_STATE_" + name());
        }
    }

    /** The failure that the event tells of; empty if nothing bad has happened. */
    public static Optional<ProcessFailure> of(ProcessStateEvent event, Instant now) {
        return type(event).map(type -> new ProcessFailure(type, event.process(), event.pid(), from(event), now));
    }

    /** The same failure, with the process named otherwise. */
    ProcessFailure withProcess(Namespec other) {
        return new ProcessFailure(type, other, pid, fromState, time);
    }

    /** Many failures may wait: they share the few names that there are. */
    private static String from(ProcessStateEvent event) {
        return Stream.of(ProcessState.values())
                .map(ProcessState::name)
                .filter(event.from()::equals)
                .findFirst()
                .orElse(event.from());
    }

    private static Optional<FailureType> type(ProcessStateEvent event) {
        return switch (event.state()) {
            case EXITED -> event.expected() ? Optional.empty() : Optional.of(FailureType.EXITED);
            case BACKOFF -> Optional.of(FailureType.BACKOFF);
            case FATAL -> Optional.of(FailureType.FATAL);
            default -> Optional.empty();
        };
    }
}
