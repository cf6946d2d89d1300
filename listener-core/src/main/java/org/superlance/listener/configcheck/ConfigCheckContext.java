package org.superlance.listener.configcheck;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.superlance.listener.supervisor.ProcessInfo;

/**
 * What a listener's options are checked against.
 *
 * @param processes all processes of supervisord except the listener itself and those that are excluded
 * @param tick the time between two ticks; empty if unknown
 */
public record ConfigCheckContext(List<ProcessInfo> processes, Optional<Duration> tick) {

    public ConfigCheckContext {
        processes = List.copyOf(processes);
    }
}
