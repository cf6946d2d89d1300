package org.superlance.superlance.report;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
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
        Line line = new Line();
        line.add(run);
        Point last = run.get(run.size() - 1);
        long seconds = last.time() - begin;
        double slope = line.slope();
        if (seconds < MIN_SECONDS || !line.isSteady() || slope * seconds < MIN_GROWTH * last.max()) {
            return Optional.empty();
        }
        return Optional.of(
                new Trend(Instant.ofEpochSecond(begin), Math.round(slope * 86_400), untilLimit(last, slope)));
    }

    /**
     * By how much a program that is restarted again and again grows in an hour, from the time between its restarts; empty if
     * it does not grow steadily.
     *
     * @param restarts their times in seconds since the epoch, the oldest first
     */
    static OptionalLong perHourBetween(List<Point> points, List<Long> restarts) {
        Line line = new Line();
        for (int i = 1; i < restarts.size(); i++) {
            long from = restarts.get(i - 1);
            long to = restarts.get(i);
            // what is of the very second of a restart, or about a time with one in it, may be of either process
            line.add(points.stream()
                    .filter(point -> point.hasValue() && point.time() > from && point.until() < to)
                    .toList());
        }
        return line.isSteady() && line.points >= MIN_POINTS
                ? OptionalLong.of(Math.round(line.slope() * 3_600))
                : OptionalLong.empty();
    }

    /** The slope that several runs of points have in common, each of which may begin anywhere. */
    private static final class Line {

        private int points;
        private double xx;
        private double xy;
        private double yy;

        void add(List<Point> run) {
            double meanX = run.stream().mapToLong(Point::time).average().orElse(0);
            double meanY = run.stream().mapToLong(Point::max).average().orElse(0);
            for (Point point : run) {
                double x = point.time() - meanX;
                double y = point.max() - meanY;
                xx += x * x;
                xy += x * y;
                yy += y * y;
            }
            points += run.size();
        }

        double slope() {
            return xx == 0 ? 0 : xy / xx;
        }

        boolean isSteady() {
            return xx > 0 && yy > 0 && xy / Math.sqrt(xx * yy) >= MIN_CORRELATION;
        }
    }

    private static Optional<Duration> untilLimit(Point last, double slope) {
        if (last.limit() == Sample.NO_LIMIT || last.max() >= last.limit()) {
            return Optional.empty();
        }
        double seconds = (last.limit() - last.max()) / slope;
        return seconds > MAX_UNTIL_LIMIT ? Optional.empty() : Optional.of(Duration.ofSeconds((long) seconds));
    }
}
