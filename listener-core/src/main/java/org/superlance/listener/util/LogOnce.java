package org.superlance.listener.util;

import java.util.concurrent.atomic.AtomicReference;

/**
 * Remembers that a problem has been logged, so that it is logged when it begins and when it is over, and not at each
 * occasion in between. For several threads.
 */
public final class LogOnce {

    private static final String NONE = "";
    private static final String SOME = "some";

    private final AtomicReference<String> raised = new AtomicReference<>(NONE);

    /** There is a problem: whether it has begun since the last {@link #clear()}, and is to be logged. */
    public boolean raise() {
        return raise(SOME);
    }

    /** There is this problem: whether it has begun, or was another one so far, and is to be logged. */
    public boolean raise(String problem) {
        return !raised.getAndSet(problem).equals(problem);
    }

    /** There is no problem: whether there was one, whose end may be logged. */
    public boolean clear() {
        return !raised.getAndSet(NONE).equals(NONE);
    }
}
