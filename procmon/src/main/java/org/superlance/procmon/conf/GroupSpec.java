package org.superlance.procmon.conf;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.superlance.listener.event.EventType;

/**
 * A process group.
 *
 * @param programs by priority
 * @param pool what makes it a pool of event listeners
 */
public record GroupSpec(String name, int priority, List<ProgramSpec> programs, Optional<PoolSpec> pool) {

    public GroupSpec {
        programs = List.copyOf(programs);
    }

    /**
     * A pool of event listeners.
     *
     * @param bufferSize so many events wait for a listener that is ready; then the oldest is lost
     */
    public record PoolSpec(Set<EventType> events, int bufferSize) {

        public PoolSpec {
            events = Set.copyOf(events);
        }
    }
}
