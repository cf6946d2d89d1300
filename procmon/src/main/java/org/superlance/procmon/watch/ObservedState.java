package org.superlance.procmon.watch;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.superlance.listener.event.Event.ProcessStateEvent;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.ProcessState;

/**
 * A state that a program was seen in.
 *
 * @param at when, by our own clock
 * @param ran how long it has certainly been running, or had when it ended; empty where that is not told
 * @param expected false only for an EXITED that supervisord did not expect
 * @param pid 0 where there is none
 */
record ObservedState(ProcessState state, Instant at, Optional<Duration> ran, boolean expected, long pid) {

    /** An end is noticed when supervisord comes round to it. */
    private static final Duration EXIT_DETECTION_DELAY = Duration.ofSeconds(1);

    static ObservedState of(ProcessStateEvent event, Instant at) {
        return new ObservedState(
                event.state(),
                at,
                Optional.empty(),
                event.expected(),
                event.pid().orElse(0));
    }

    static ObservedState of(ProcessInfo process, Instant at) {
        return new ObservedState(process.state(), at, ran(process), isExpected(process), process.pid());
    }

    /** supervisord notes an error with an end that it did not expect. */
    static boolean isExpected(ProcessInfo process) {
        return process.state() != ProcessState.EXITED || process.spawnError().isEmpty();
    }

    private static Optional<Duration> ran(ProcessInfo process) {
        if (process.state() != ProcessState.EXITED) {
            return process.uptime();
        }
        Duration ran = Duration.between(process.start(), process.stop()).minus(EXIT_DETECTION_DELAY);
        return Optional.of(ran.isNegative() ? Duration.ZERO : ran);
    }
}
