package org.superlance.procmon.watch;

import java.time.Duration;
import java.time.Instant;
import org.superlance.listener.event.Event.ProcessStateEvent;
import org.superlance.listener.supervisor.ProcessState;

/**
 * A start that we have given to a program, and of which it is not known yet whether it was any good.
 *
 * @param reason why it was started
 * @param confirmed whether an event has told of the start
 */
record StartAttempt(String reason, Instant began, boolean confirmed) {

    private static final Duration EVENT_GRACE = Duration.ofSeconds(4);

    StartAttempt withConfirmed() {
        return new StartAttempt(reason, began, true);
    }

    /**
     * Whether the events of the start are still to come: what a look sees now is ahead of them, and what an event tells now,
     * or has told a moment before the start, is older.
     */
    boolean isAheadOfEvents(Instant now) {
        return !confirmed && now.isAfter(began.minus(EVENT_GRACE)) && now.isBefore(eventsDueAt());
    }

    /** When they must have come, if they come at all. */
    Instant eventsDueAt() {
        return began.plus(EVENT_GRACE);
    }

    /** Whether the event tells of this start, and not of an older one. */
    static boolean isStart(ProcessStateEvent event) {
        return event.state() == ProcessState.STARTING
                && (event.from().equals(ProcessState.FATAL.name())
                        || event.from().equals(ProcessState.EXITED.name()));
    }
}
