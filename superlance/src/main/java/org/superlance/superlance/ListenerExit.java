package org.superlance.superlance;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a listener's life has ended.
 *
 * @param status the exit status
 * @param fault what has ended it, if it did not end by itself
 * @param message the first line of what it had to say to people
 */
record ListenerExit(int status, Optional<Throwable> fault, String message) {

    /** For the log, which takes null for none. */
    @Nullable
    Throwable trace() {
        return fault.orElse(null);
    }

    /** For people. */
    String sentence() {
        if (fault.isPresent()) {
            return "it has ended by " + fault.get();
        }
        return message.isEmpty() ? "it ended with status " + status : message;
    }
}
