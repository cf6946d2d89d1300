package org.superlance.superlance.report;

import java.util.Arrays;
import org.superlance.listener.history.Point;
import org.superlance.listener.history.Sample;
import org.superlance.listener.history.SampleSeries;

/** A series, cut into as many columns as a chart has: the lowest and the highest value of each, and the last limit. */
final class Columns {

    /** How many there are. */
    static final int NUMBER = 240;

    private static final long NONE = -1;

    private final long[] min = new long[NUMBER];
    private final long[] max = new long[NUMBER];
    private final long[] limit = new long[NUMBER];
    private final long from;
    private final long to;

    private Columns(long from, long to) {
        this.from = from;
        this.to = to;
        Arrays.fill(min, NONE);
        Arrays.fill(max, NONE);
        Arrays.fill(limit, Sample.NO_LIMIT);
    }

    /** @param from the begin of the first column, in seconds since the epoch; to is the end of the last one, and now */
    static Columns of(SampleSeries series, long from, long to) {
        Columns columns = new Columns(from, to);
        for (int i = 0; i < series.points().size(); i++) {
            Point point = series.points().get(i);
            long end = series.end(i, to);
            if (point.hasValue() && end >= from && point.time() <= to) {
                columns.add(point, end);
            }
        }
        return columns;
    }

    private void add(Point point, long end) {
        for (int column = column(point.time(), from, to); column <= column(end, from, to); column++) {
            min[column] = min[column] == NONE ? point.min() : Math.min(min[column], point.min());
            max[column] = Math.max(max[column], point.max());
            limit[column] = point.limit();
        }
    }

    /** The column that a time is in; the first or the last one if it is in none. */
    static int column(long time, long from, long to) {
        long column = (time - from) * NUMBER / Math.max(1, to - from);
        return (int) Math.max(0, Math.min(NUMBER - 1, column));
    }

    boolean hasValue(int column) {
        return max[column] != NONE;
    }

    long min(int column) {
        return min[column];
    }

    long max(int column) {
        return max[column];
    }

    /** {@link Sample#NO_LIMIT} if there was none. */
    long limit(int column) {
        return limit[column];
    }

    long highest() {
        return Arrays.stream(max).max().orElse(0);
    }

    long highestLimit() {
        return Arrays.stream(limit).max().orElse(Sample.NO_LIMIT);
    }
}
