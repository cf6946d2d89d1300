package org.superlance.listener.supervisor;

import java.util.Optional;

/**
 * What came of a call to supervisord. A call never throws for what the other side does: a fault, a refused connection,
 * a wrong password, garbage and silence are all answers.
 *
 * @param <T> what the call yields when it succeeds
 */
public sealed interface RpcResult<T> {

    /** supervisord did it. */
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
     * supervisord understood and declined.
     *
     * @param sentence what it said, and the remedy where there is one
     */
    record FaultResponse<T>(Fault fault, String sentence) implements RpcResult<T> {
        @Override
        public Optional<T> value() {
            return Optional.empty();
        }
    }

    /**
     * No usable answer: refused connection, 401, garbage, silence.
     *
     * @param sentence what happened, and the remedy where there is one
     * @param mayHaveActed whether supervisord may have carried the call out all the same: false only when it is certain
     *     that it never took the request
     */
    record NoResponse<T>(String sentence, boolean mayHaveActed) implements RpcResult<T> {
        @Override
        public Optional<T> value() {
            return Optional.empty();
        }
    }

    /** What the call yields, if it succeeded. */
    Optional<T> value();

    /** One sentence for a log line, without a final stop. */
    String sentence();

    /** Whether supervisord declined with this fault. */
    default boolean isFault(Fault fault) {
        return this instanceof FaultResponse<T> faultResponse && faultResponse.fault() == fault;
    }
}
