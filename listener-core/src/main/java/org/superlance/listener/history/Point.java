package org.superlance.listener.history;

/**
 * What a series tells of one moment, or of a period: the value is within these bounds from then on, until the next point.
 *
 * @param time when it begins, in seconds since the epoch
 * @param span how many seconds the bounds are about; 0 for a single value
 * @param min the lowest value; {@link #NONE} if there was none
 * @param max the highest one
 * @param ends whether nothing was measured any more afterwards, because the program did not run
 * @param limit what it was held against; {@link Sample#NO_LIMIT} if there was none
 */
public record Point(long time, int span, long min, long max, boolean ends, long limit) {

    /** The value of a point that only says that nothing is measured any more. */
    public static final long NONE = -1;

    static Point end(long time, long limit) {
        return new Point(time, 0, NONE, NONE, true, limit);
    }

    /** Whether there is a value. */
    public boolean hasValue() {
        return min != NONE;
    }

    /** The last second that it tells of itself. */
    public long until() {
        return time + span;
    }

    /** This and what follows it, in the period that begins so many seconds after the epoch. */
    Point merge(Point next, long start, int width) {
        long lowest = !hasValue() ? next.min : next.hasValue() ? Math.min(min, next.min) : min;
        return new Point(start, width, lowest, Math.max(max, next.max), next.ends, next.limit);
    }
}
