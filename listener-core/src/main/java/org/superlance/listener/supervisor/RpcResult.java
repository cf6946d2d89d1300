package org.superlance.listener.supervisor;

import java.util.Optional;

/**
 * The result of a call to supervisord. A call never throws for what the other side does: a fault, a refused connection,
 * a wrong password, garbage and silence are all results.
 *
 * @param <T> the value of a successful call
 */
public sealed interface RpcResult<T> {

    /** supervisord has executed the call. */
    record Success<T>(T result) implements RpcResult<T> {
        @Override
        public Optional<T> value() {
            return Optional.of(result);
        }

        @Override
        public String sentence() {
            return "done";
        }
    }

    /**
     * supervisord rejected the call.
     *
     * @param sentence why, and the remedy where there is one
     */
    record FaultResponse<T>(Fault fault, String sentence) implements RpcResult<T> {
        @Override
        public Optional<T> value() {
            return Optional.empty();
        }
    }

    /**
     * No usable response: connection refused, 401, garbage, timeout.
     *
     * @param sentence what happened, and the remedy where there is one
     * @param mayHaveActed whether supervisord may have executed the call anyway: false only if it certainly did not
     *     receive the request
     * @param answered whether there was an answer, though of no use: an HTTP status such as 401 or 500, or an unexpected
     *     value
     */
    record NoResponse<T>(String sentence, boolean mayHaveActed, boolean answered) implements RpcResult<T> {

        /** Nothing came. */
        public NoResponse(String sentence, boolean mayHaveActed) {
            this(sentence, mayHaveActed, false);
        }

        @Override
        public Optional<T> value() {
            return Optional.empty();
        }
    }

    /** The value of the call, if it succeeded. */
    Optional<T> value();

    /** One clause for a log line. */
    String sentence();

    /** Whether supervisord rejected the call with this fault. */
    default boolean isFault(Fault fault) {
        return this instanceof FaultResponse<T> faultResponse && faultResponse.fault() == fault;
    }
}
