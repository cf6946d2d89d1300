package org.superlance.memmon;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessPattern;

/** What limits of memory and of CPU time have in common. */
interface ProgramLimit {

    /** Which processes it applies to. */
    ProcessPattern processes();

    /** Whether it is about all processes, and names none. */
    boolean isOfAny();

    /** How much it allows, in the unit of its kind. */
    long amount();

    /** The tightest of the limits that apply to the process: who keeps to it keeps to all. */
    static <L extends ProgramLimit> Optional<L> tightest(List<L> limits, Namespec process) {
        // a loop, because every tick has it for every process
        @Nullable L tightest = null;
        for (L limit : limits) {
            if (limit.processes().matches(process) && (tightest == null || limit.amount() < tightest.amount())) {
                tightest = limit;
            }
        }
        return Optional.ofNullable(tightest);
    }
}
