package org.superlance.listener.testkit;

import java.time.Duration;
import java.util.function.Predicate;

/**
 * The time limit of something that is to be cut by it, but not before it has come to a certain point: how long that
 * takes is a matter of the machine.
 */
public final class LongEnough {

    private static final Duration FIRST = Duration.ofMillis(300);
    private static final Duration LAST = Duration.ofMinutes(1);

    private LongEnough() {}

    /** Does it with longer and longer limits, until it has come to the point; what came of it the last time. */
    public static <T, E extends Exception> T call(Limited<T, E> limited, Predicate<T> point) throws E {
        Duration limit = FIRST;
        T result = limited.within(limit);
        while (!point.test(result) && limit.compareTo(LAST) < 0) {
            limit = limit.multipliedBy(2);
            result = limited.within(limit);
        }
        return result;
    }

    /** What is cut by a limit. */
    public interface Limited<T, E extends Exception> {
        T within(Duration limit) throws E;
    }
}
