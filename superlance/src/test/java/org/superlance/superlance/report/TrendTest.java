package org.superlance.superlance.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.superlance.listener.history.Point;
import org.superlance.listener.history.Sample;

class TrendTest {

    private static final long MB = 1_024;
    private static final long PERIOD = 1_800;

    @Test
    void findsByHowMuchASawToothGrowsBetweenRestarts() {
        List<Point> points = new ArrayList<>();
        for (long time = 0; time < 5 * PERIOD; time += 300) {
            points.add(point(time, 50 * MB + time % PERIOD * MB / 60));
        }

        assertThat(Trend.of(points, 4 * PERIOD)).isEmpty();
        assertThat(Trend.perHourBetween(points, restarts(5))).hasValue(60 * MB);
    }

    @Test
    void passesOverTheTimeBeforeTheFirstRestartAndAfterTheLast() {
        List<Point> points = new ArrayList<>();
        for (long time = 0; time < 10 * PERIOD; time += 300) {
            boolean between = time > 0 && time < 5 * PERIOD;
            points.add(point(time, between ? 50 * MB + time % PERIOD * MB / 60 : 900 * MB));
        }

        assertThat(Trend.perHourBetween(points, restarts(6))).hasValue(60 * MB);
    }

    @Test
    void takesNoPeriodThatARestartIsIn() {
        List<Point> points = new ArrayList<>();
        for (long time = 0; time < 6 * PERIOD; time += 300) {
            boolean withRestart = time % PERIOD == PERIOD - 300;
            long value = withRestart ? 900 * MB : 50 * MB + time % PERIOD * MB / 60;
            points.add(new Point(time, 300, value, value, false, Sample.NO_LIMIT));
        }

        assertThat(Trend.perHourBetween(points, restarts(7))).hasValue(60 * MB);
    }

    @Test
    void findsNothingInWhatDoesNotGrowOrIsTooShort() {
        List<Point> level = new ArrayList<>();
        for (long time = 0; time < 5 * PERIOD; time += 300) {
            level.add(point(time, time % 600 == 0 ? 51 * MB : 50 * MB));
        }

        assertThat(Trend.perHourBetween(level, restarts(5))).isEmpty();
        assertThat(Trend.perHourBetween(List.of(point(1, 5), point(2, 6), point(3, 7)), List.of(0L, 10L)))
                .isEmpty();
        assertThat(Trend.perHourBetween(List.of(), List.of())).isEmpty();
    }

    private static List<Long> restarts(int number) {
        return LongStream.range(0, number).map(i -> i * PERIOD).boxed().toList();
    }

    private static Point point(long time, long value) {
        return new Point(time, 0, value, value, false, Sample.NO_LIMIT);
    }
}
