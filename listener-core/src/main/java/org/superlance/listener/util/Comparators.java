package org.superlance.listener.util;

import java.util.Comparator;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * What {@link Comparator} has under the same names, for what runs at each tick or start. Those are serializable, so that no class
 * archive keeps them, and each process would write a class for each one.
 */
public final class Comparators {

    private Comparators() {}

    public static <T, U extends Comparable<? super U>> Comparator<T> comparing(Function<? super T, ? extends U> key) {
        return (one, other) -> key.apply(one).compareTo(key.apply(other));
    }

    public static <T> Comparator<T> comparingInt(ToIntFunction<? super T> key) {
        return (one, other) -> Integer.compare(key.applyAsInt(one), key.applyAsInt(other));
    }

    /** By the first comparator, and where that finds no difference by the second. */
    public static <T> Comparator<T> inOrder(Comparator<? super T> first, Comparator<? super T> second) {
        return (one, other) -> {
            int order = first.compare(one, other);
            return order == 0 ? second.compare(one, other) : order;
        };
    }
}
