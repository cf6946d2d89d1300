package org.superlance.listener.supervisor;

import org.jspecify.annotations.Nullable;

/** What came of a call before anybody looked into the result. */
sealed interface RawResponse {

    /** @param value of the types that XML-RPC knows; null where the answer holds a value of no content */
    record Value(@Nullable Object value) implements RawResponse {}

    record FaultValue(int code, String text) implements RawResponse {}

    /** @param httpStatus the status of the answer if that is what is wrong, 0 otherwise */
    record Failure(String sentence, boolean mayHaveActed, int httpStatus) implements RawResponse {}
}
