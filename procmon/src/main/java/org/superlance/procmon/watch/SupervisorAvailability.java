package org.superlance.procmon.watch;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.supervisor.Fault;
import org.superlance.listener.supervisor.RpcResult;
import org.superlance.listener.util.LogOnce;

/**
 * Whether supervisord can be asked. When it does not answer, that is said once, and nothing is asked for a while; when
 * it shuts down, nothing is said at all.
 */
final class SupervisorAvailability {

    private static final Logger LOG = LoggerFactory.getLogger(SupervisorAvailability.class);
    private static final Duration RETRY_DELAY = Duration.ofSeconds(5);

    private final LogOnce unavailable = new LogOnce();
    private Instant pauseEnds = Instant.MIN;

    /** Whether it is to be left alone now. */
    boolean isPaused(Instant now) {
        return now.isBefore(pauseEnds) && !pauseEnds.isAfter(now.plus(RETRY_DELAY));
    }

    Instant pauseEnds() {
        return pauseEnds;
    }

    /** Looks at an answer: true if supervisord is there, whatever it has answered. */
    boolean isAvailable(RpcResult<?> result, Instant now) {
        Optional<String> lost = trouble(result);
        if (lost.isEmpty()) {
            unavailable.clear();
            return true;
        }
        if (unavailable.raise(lost.get()) && !lost.get().isEmpty()) {
            LOG.warn("cannot keep programs running: {}; trying on", lost.get());
        }
        pauseEnds = now.plus(RETRY_DELAY);
        return false;
    }

    private static Optional<String> trouble(RpcResult<?> result) {
        if (result.isFault(Fault.UNKNOWN_METHOD)) {
            return Optional.of(result.sentence());
        }
        if (result.isFault(Fault.SHUTDOWN_STATE)) {
            return Optional.of("");
        }
        return result instanceof RpcResult.NoResponse<?> ? Optional.of(result.sentence()) : Optional.empty();
    }
}
