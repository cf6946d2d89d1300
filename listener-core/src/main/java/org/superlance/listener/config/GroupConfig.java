package org.superlance.listener.config;

import java.util.Arrays;
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
     * @param resultHandler what the results of its listeners mean
     */
    public record PoolConfig(EventSubscription events, int bufferSize, ResultHandler resultHandler) {}

    /** The values of {@code result_handler=} whose meaning is known: each names Python code. */
    public enum ResultHandler {
        /** supervisord's own: OK or something else. */
        OK_OR_FAIL("supervisor.dispatchers:default_handler"),
        /** That of supervisor-stdout: a PROCESS_LOG event, whose lines are printed on supervisord's stdout. */
        PRINT("supervisor_stdout:event_handler");

        private final String spec;

        ResultHandler(String spec) {
            this.spec = spec;
        }

        /** The one with that name; empty if it is other code. */
        public static Optional<ResultHandler> ofSpec(String spec) {
            return Arrays.stream(values())
                    .filter(handler -> handler.spec.equals(spec.strip()))
                    .findFirst();
        }
    }
}
