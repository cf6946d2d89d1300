package org.superlance.httpok;

import java.time.Duration;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Attempts to get to a certain point within a time limit that is tested itself. How far one gets in a given time depends
 * on the machine, so an attempt that did not get there is followed by one with twice the time.
 */
final class Attempts {

    private static final Duration SHORTEST = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private Attempts() {}

    /** The first result that got there; if none did, the last one. */
    static <T> T until(Predicate<T> gotThere, Function<Duration, T> attempt) {
        Duration limit = SHORTEST;
        T result = attempt.apply(limit);
        while (!gotThere.test(result) && limit.compareTo(LONGEST) < 0) {
            limit = limit.multipliedBy(2);
            result = attempt.apply(limit);
        }
        return result;
    }
}
