package org.superlance.listener.config;

import java.util.List;
import java.util.Optional;
import org.superlance.listener.event.EventSubscription;

/**
 * A process group.
 *
 * @param programs by priority
 * @param pool what makes it a pool of event listeners
 */
public record GroupConfig(String name, int priority, List<ProgramConfig> programs, Optional<PoolConfig> pool) {

    public GroupConfig {
        programs = List.copyOf(programs);
    }

    /**
     * A pool of event listeners.
     *
     * @param bufferSize so many events wait for a listener that is ready; then the oldest is lost
     */
    public record PoolConfig(EventSubscription events, int bufferSize) {}
}
