package org.superlance.listener.crash;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.superlance.listener.event.Event.ProcessStateEvent;
import org.superlance.listener.event.EventType;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.ProcessState;

/**
 * A process has died, or could not be started.
 *
 * @param pid of the process that died, where supervisord tells it
 * @param fromState the name of the state before, such as {@code RUNNING}
 * @param time when we were told, since supervisord's events carry no time; or when its log or its table says that it was
 * @param serial of the event that has told of it; empty if none has
 * @param notBefore when the process was last seen alive, where the time of its end is not known better
 */
public record ProcessFailure(
        FailureType type,
        Namespec process,
        OptionalLong pid,
        String fromState,
        Instant time,
        OptionalLong serial,
        Optional<Instant> notBefore) {

    /** A failure of known time that no event has told of. */
    public ProcessFailure(FailureType type, Namespec process, OptionalLong pid, String fromState, Instant time) {
        this(type, process, pid, fromState, time, OptionalLong.empty(), Optional.empty());
    }

    /** What has happened. */
    public enum FailureType {
        /** It ran, and ended unexpectedly. */
        EXITED,
        /** It ended before its {@code startsecs} were over; supervisord tries again. */
        BACKOFF,
        /** It could not be started; supervisord has given it up. */
        FATAL;

        /** What supervisord's process table shows of the process; empty if it has not failed. */
        public static Optional<FailureType> of(ProcessInfo process) {
            return switch (process.state()) {
                // an expected end leaves no error
                case EXITED -> process.spawnError().isEmpty() ? Optional.empty() : Optional.of(EXITED);
                case BACKOFF -> Optional.of(BACKOFF);
                case FATAL -> Optional.of(FATAL);
                default -> Optional.empty();
            };
        }

        /** The name of the state that a process is in before, unless supervisord tells another. */
        public String usualOrigin() {
            return switch (this) {
                case EXITED -> "RUNNING";
                case BACKOFF -> "STARTING";
                case FATAL -> "BACKOFF";
            };
        }

        /** For machines: {@code critical} if nothing but a person brings it back, else {@code warning}. */
        public String severity() {
            return this == FATAL ? "critical" : "warning";
        }

        /** The event that supervisord tells it by. */
        public EventType event() {
            return EventType.valueOf("PROCESS_STATE_" + name());
        }
    }

    /**
     * The failure that the event tells of; empty if nothing bad has happened.
     *
     * <p>A BACKOFF from STOPPED is an end of any kind, also one that somebody has asked for: the Go supervisord 0.7.4 tells each
     * end by it. supervisord itself sends BACKOFF only from STARTING.
     */
    public static Optional<ProcessFailure> of(ProcessStateEvent event, Instant now) {
        return type(event)
                .map(type -> new ProcessFailure(
                        type,
                        event.process(),
                        event.pid(),
                        from(event),
                        now,
                        event.header().serial(),
                        Optional.empty()));
    }

    /** The same failure, with the process named otherwise. */
    ProcessFailure withProcess(Namespec other) {
        return new ProcessFailure(type, other, pid, fromState, time, serial, notBefore);
    }

    /** Many failures may wait: they share the few names that there are. */
    private static String from(ProcessStateEvent event) {
        if (isEndOfAnyKind(event)) {
            return FailureType.EXITED.usualOrigin();
        }
        return Stream.of(ProcessState.values())
                .map(ProcessState::name)
                .filter(event.from()::equals)
                .findFirst()
                .orElse(event.from());
    }

    private static Optional<FailureType> type(ProcessStateEvent event) {
        return switch (event.state()) {
            case EXITED -> event.expected() ? Optional.empty() : Optional.of(FailureType.EXITED);
            case BACKOFF -> Optional.of(isEndOfAnyKind(event) ? FailureType.EXITED : FailureType.BACKOFF);
            case FATAL -> Optional.of(FailureType.FATAL);
            default -> Optional.empty();
        };
    }

    private static boolean isEndOfAnyKind(ProcessStateEvent event) {
        return event.state() == ProcessState.BACKOFF && event.from().equals(ProcessState.STOPPED.name());
    }
}
