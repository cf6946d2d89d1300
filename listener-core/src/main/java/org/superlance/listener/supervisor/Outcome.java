package org.superlance.listener.supervisor;

import org.jspecify.annotations.Nullable;

/** What came of a call before anybody looked into the result. */
sealed interface Outcome {

    /** @param value of the types that XML-RPC knows; null where the answer holds a value of no content */
    record Result(@Nullable Object value) implements Outcome {}

    record Declined(int code, String text) implements Outcome {}

    /** @param httpStatus the status of the answer if that is what is wrong, 0 otherwise */
    record Failed(String sentence, boolean mayHaveActed, int httpStatus) implements Outcome {}
}
