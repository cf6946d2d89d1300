package org.superlance.listener.history;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * What is known of one quantity of one program.
 *
 * @param program its full name
 * @param detail what of the program was measured, if the quantity does not say it; otherwise empty
 * @param points in the order of time
 */
public record SampleSeries(Quantity quantity, String program, String detail, List<Point> points) {

    /** A value is taken to last so many seconds after its point, if no other follows. */
    public static final long MAX_HOLD = SampleThinner.HEARTBEAT * 3L / 2;

    public SampleSeries {
        points = List.copyOf(points);
    }

    /** @param name as in a file: a program, and the detail, if there is one */
    public SampleSeries(Quantity quantity, String name, List<Point> points) {
        this(quantity, split(quantity, name)[0], split(quantity, name)[1], points);
    }

    private static String[] split(Quantity quantity, String name) {
        int end = quantity == Quantity.CHECK_VALUE ? name.indexOf(Sample.DETAIL) : -1;
        return end < 0
                ? new String[] {name, ""}
                : new String[] {name.substring(0, end), name.substring(end + Sample.DETAIL.length())};
    }

    /** The highest value; 0 if there is none. */
    public long max() {
        return peak().map(Point::max).orElse(0L);
    }

    /** The first of its points with the highest value; empty if there is no point. */
    public Optional<Point> peak() {
        Point peak = null;
        for (Point point : points) {
            peak = peak == null || point.max() > peak.max() ? point : peak;
        }
        return Optional.ofNullable(peak);
    }

    /** What the last value was held against; empty if nothing. */
    public OptionalLong lastLimit() {
        long limit = points.isEmpty()
                ? Sample.NO_LIMIT
                : points.get(points.size() - 1).limit();
        return limit == Sample.NO_LIMIT ? OptionalLong.empty() : OptionalLong.of(limit);
    }

    /** For how many seconds until now there is a value. */
    public long knownSeconds(long now) {
        long seconds = 0;
        for (int i = 0; i < points.size(); i++) {
            seconds += points.get(i).hasValue()
                    ? Math.max(1, end(i, now) - points.get(i).time())
                    : 0;
        }
        return seconds;
    }

    /**
     * The value that was not exceeded in that part of the time until now; of a period its highest value counts.
     *
     * @param part such as 0.99
     */
    public long percentile(double part, long now) {
        TreeMap<Long, Long> secondsByValue = new TreeMap<>();
        long known = 0;
        for (int i = 0; i < points.size(); i++) {
            Point point = points.get(i);
            if (point.hasValue()) {
                long seconds = Math.max(1, end(i, now) - point.time());
                known += seconds;
                secondsByValue.merge(point.max(), seconds, Long::sum);
            }
        }
        double left = part * known;
        for (Map.Entry<Long, Long> entry : secondsByValue.entrySet()) {
            left -= entry.getValue();
            if (left <= 0) {
                return entry.getKey();
            }
        }
        return max();
    }

    /** The value now; empty if the program does not run, or nothing is known any more. */
    public OptionalLong last(long now) {
        Point point = points.isEmpty() ? null : points.get(points.size() - 1);
        return point == null || !point.hasValue() || point.ends() || end(points.size() - 1, now) < now
                ? OptionalLong.empty()
                : OptionalLong.of(point.max());
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
