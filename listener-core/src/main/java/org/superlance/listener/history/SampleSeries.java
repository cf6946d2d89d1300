package org.superlance.listener.history;

import java.util.List;

/**
 * What is known of one quantity of one program.
 *
 * @param program its full name
 * @param points in the order of time
 */
public record SampleSeries(Quantity quantity, String program, List<Point> points) {

    /** A value is taken to last so many seconds after its point, if no other follows. */
    public static final long MAX_HOLD = SampleThinner.HEARTBEAT * 3L / 2;

    public SampleSeries {
        points = List.copyOf(points);
    }

    /**
     * When what the point tells is not true any more: the next point begins, or nothing is known.
     *
     * @param now the last one is taken to last until then, unless that is too long
     */
    public long end(int index, long now) {
        Point point = points.get(index);
        if (point.ends()) {
            return point.until();
        }
        long next = index + 1 < points.size() ? points.get(index + 1).time() : now;
        return Math.max(point.until(), Math.min(point.until() + MAX_HOLD, next));
    }
}
