package org.superlance.listener.restart;

import org.superlance.listener.supervisor.Fault;
import org.superlance.listener.supervisor.RpcResult;

/** What the answers of supervisord mean for a restart. */
final class RestartAnswers {

    private RestartAnswers() {}

    /** Whether what supervisord was asked for may happen though it has not said so. */
    static boolean mayHaveActed(RpcResult<?> result) {
        return result instanceof RpcResult.NoResponse<?> noResponse
                ? noResponse.mayHaveActed()
                : result.isFault(Fault.OTHER) || result.isFault(Fault.FAILED);
    }

    /** Removed from the configuration, or supervisord is shutting down: then it must not be started. */
    static boolean isGone(RpcResult<?> result) {
        return result.isFault(Fault.BAD_NAME) || result.isFault(Fault.SHUTDOWN_STATE);
    }
}
