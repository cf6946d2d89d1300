package org.superlance.listener.configcheck;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.superlance.listener.supervisor.ProcessInfo;

/**
 * What there is to be checked against.
 *
 * @param processes all that supervisord has, but for the listener itself and what is excluded
 * @param tick from one tick to the next; empty if nobody knows
 */
public record ConfigCheckContext(List<ProcessInfo> processes, Optional<Duration> tick) {

    public ConfigCheckContext {
        processes = List.copyOf(processes);
    }
}
