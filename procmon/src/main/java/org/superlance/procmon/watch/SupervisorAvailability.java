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
 * Whether supervisord answers. If it does not, that is logged once, and no call is made for a while; if it is shutting down,
 * nothing is logged.
 */
final class SupervisorAvailability {

    private static final Logger LOG = LoggerFactory.getLogger(SupervisorAvailability.class);
    private static final Duration RETRY_DELAY = Duration.ofSeconds(5);

    private final LogOnce unavailable = new LogOnce();
    private Instant pauseEnds = Instant.MIN;

    /** Whether no call is to be made now. */
    boolean isPaused(Instant now) {
        return now.isBefore(pauseEnds) && !pauseEnds.isAfter(now.plus(RETRY_DELAY));
    }

    Instant pauseEnds() {
        return pauseEnds;
    }

    /** Evaluates the result of a call: true if supervisord has answered, be it with a fault. */
    boolean isAvailable(RpcResult<?> result, Instant now) {
        Optional<String> lost = trouble(result);
        if (lost.isEmpty()) {
            unavailable.clear();
            return true;
        }
        if (unavailable.raise(lost.get()) && !lost.get().isEmpty()) {
            LOG.warn("cannot watch programs: {}; retrying", lost.get());
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
