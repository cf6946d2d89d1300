package org.superlance.listener.process;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

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
        return withParents(ProcessHandle.current(), now, shortly);
    }

    static Instant withParents(ProcessHandle process, Instant now, Duration shortly) {
        Instant own = start(process, now);
        Instant earliest = own;
        Optional<ProcessHandle> parent = process.parent();
        for (int i = 0; i < MAX_PARENTS && parent.isPresent(); i++) {
            Instant start = start(parent.get(), now);
            if (start.isBefore(own.minus(shortly))) {
                break;
            }
            earliest = start.isBefore(earliest) ? start : earliest;
            parent = parent.get().parent();
        }
        return earliest;
    }

    /** A start in the future is that of a clock that was set back. */
    private static Instant start(ProcessHandle process, Instant now) {
        return process.info()
                .startInstant()
                .filter(start -> start.isBefore(now))
                .orElse(now);
    }
}
