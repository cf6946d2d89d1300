package org.superlance.listener.process;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;

/** When this process began, which on a busy machine is long before its code runs. */
public final class ProcessStart {

    private static final int MAX_PARENTS = 20;

    private ProcessStart() {}

    /**
     * The start of this process, or that of a parent which has started shortly before it: a supervisord that starts its
     * programs together with its event listeners.
     *
     * @param now also the result where no start can be read
     * @param shortly how long before this process a parent may have started
     */
    public static Instant withParents(Instant now, Duration shortly) {
        return withParents(ProcessDetails.ofThisMachine(), now, shortly);
    }

    static Instant withParents(ProcessDetails processes, Instant now, Duration shortly) {
        long self = processes.self();
        Instant own = start(processes, self, now);
        Instant earliest = own;
        OptionalLong parent = processes.parent(self);
        for (int i = 0; i < MAX_PARENTS && parent.isPresent(); i++) {
            Instant start = start(processes, parent.getAsLong(), now);
            if (start.isBefore(own.minus(shortly))) {
                break;
            }
            earliest = start.isBefore(earliest) ? start : earliest;
            parent = processes.parent(parent.getAsLong());
        }
        return earliest;
    }

    /** A start in the future is that of a clock that was set back. */
    private static Instant start(ProcessDetails processes, long pid, Instant now) {
        return processes
                .startTime(pid)
                .value()
                .filter(start -> start.isBefore(now))
                .orElse(now);
    }
}
