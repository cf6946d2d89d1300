package org.superlance.listener.config;

import java.util.List;
import java.util.Optional;
import org.superlance.listener.event.EventSubscription;

/**
 * A process group.
 *
 * @param programs in the order of {@code programs=}, those of one section by name
 * @param pool present for a pool of event listeners
 */
public record GroupConfig(String name, int priority, List<ProgramConfig> programs, Optional<PoolConfig> pool) {

    public GroupConfig {
        programs = List.copyOf(programs);
    }

    /**
     * A pool of event listeners.
     *
     * @param bufferSize the number of events that are buffered; then the oldest is discarded
     */
    public record PoolConfig(EventSubscription events, int bufferSize) {}
}
