package org.superlance.superlance.report;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.superlance.listener.history.Point;
import org.superlance.listener.history.Sample;

/**
 * The steady growth of a program since its last start.
 *
 * @param since when it began to be seen
 * @param perDay how much it grows in a day, in the unit of its series
 * @param untilLimit when it reaches its limit, if it goes on so; empty if it has none, or that is far away
 */
record Trend(Instant since, long perDay, Optional<Duration> untilLimit) {

    private static final int MIN_POINTS = 8;
    private static final long MIN_SECONDS = 3_600;
    private static final double MIN_CORRELATION = 0.9;
    /** A growth by less, as a part of the value, is none. */
    private static final double MIN_GROWTH = 0.1;

    private static final long MAX_UNTIL_LIMIT = 60 * 86_400;

    /**
     * Finds it by least squares.
     *
     * @param after the time of its last restart, in seconds since the epoch
     */
    static Optional<Trend> of(List<Point> points, long after) {
        int first = points.size();
        while (first > 0
                && points.get(first - 1).hasValue()
                && !points.get(first - 1).ends()
                && points.get(first - 1).time() > after) {
            first--;
        }
        List<Point> run = points.subList(first, points.size());
        if (run.size() < MIN_POINTS) {
            return Optional.empty();
        }
        long begin = run.get(0).time();
        double n = run.size();
        double sumX = 0;
        double sumY = 0;
        for (Point point : run) {
            sumX += point.time() - begin;
            sumY += point.max();
        }
        double xx = 0;
        double xy = 0;
        double yy = 0;
        for (Point point : run) {
            double x = point.time() - begin - sumX / n;
            double y = point.max() - sumY / n;
            xx += x * x;
            xy += x * y;
            yy += y * y;
        }
        Point last = run.get(run.size() - 1);
        long seconds = last.time() - begin;
        double slope = xx == 0 ? 0 : xy / xx;
        boolean steady = yy > 0 && xy / Math.sqrt(xx * yy) >= MIN_CORRELATION;
        if (seconds < MIN_SECONDS || !steady || slope * seconds < MIN_GROWTH * last.max()) {
            return Optional.empty();
        }
        return Optional.of(
                new Trend(Instant.ofEpochSecond(begin), Math.round(slope * 86_400), untilLimit(last, slope)));
    }

    private static Optional<Duration> untilLimit(Point last, double slope) {
        if (last.limit() == Sample.NO_LIMIT || last.max() >= last.limit()) {
            return Optional.empty();
        }
        double seconds = (last.limit() - last.max()) / slope;
        return seconds > MAX_UNTIL_LIMIT ? Optional.empty() : Optional.of(Duration.ofSeconds((long) seconds));
    }
}
