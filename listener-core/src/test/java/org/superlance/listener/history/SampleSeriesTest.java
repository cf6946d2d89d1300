package org.superlance.listener.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class SampleSeriesTest {

    private static final long HOUR = 3_600;

    /** 100 for an hour, 200 for half a minute, then nothing for a day, then 50 for two minutes. */
    private final SampleSeries series = new SampleSeries(
            Quantity.RSS,
            "web:w1",
            List.of(point(0, 100), point(HOUR, 200), Point.end(HOUR + 30, Sample.NO_LIMIT), point(25 * HOUR, 50)));

    @Test
    void aValueLastsUntilTheNextOneButNotForLong() {
        assertThat(series.end(0, 0)).isEqualTo(HOUR);
        assertThat(series.end(1, 0)).isEqualTo(HOUR + 30);
        assertThat(series.end(2, 0)).isEqualTo(HOUR + 30);
        assertThat(series.end(3, 25 * HOUR + 120)).isEqualTo(25 * HOUR + 120);
        assertThat(series.end(3, 99 * HOUR)).isEqualTo(25 * HOUR + SampleSeries.MAX_HOLD);
    }

    @Test
    void countsAValueForAsLongAsItLasts() {
        long now = 25 * HOUR + 120;

        assertThat(series.knownSeconds(now)).isEqualTo(HOUR + 30 + 120);
        assertThat(series.percentile(0.99, now)).isEqualTo(100);
        assertThat(series.percentile(0.999, now)).isEqualTo(200);
        assertThat(series.percentile(0.01, now)).isEqualTo(50);
        assertThat(series.max()).isEqualTo(200);
    }

    @Test
    void thereIsAValueNowWhileTheProgramRuns() {
        assertThat(series.last(25 * HOUR + 120)).isEqualTo(OptionalLong.of(50));
        assertThat(series.last(99 * HOUR)).isEmpty();
        assertThat(new SampleSeries(Quantity.RSS, "web:w1", List.of()).last(0)).isEmpty();
    }

    private static Point point(long time, long value) {
        return new Point(time, 0, value, value, false, Sample.NO_LIMIT);
    }

    @Test
    void aNameInAFileMayHaveADetail() {
        SampleSeries check = new SampleSeries(Quantity.CHECK_VALUE, "web:w1 - check_disk// in KiB", List.of());

        assertThat(check.program()).isEqualTo("web:w1");
        assertThat(check.detail()).isEqualTo("check_disk// in KiB");
        assertThat(new SampleSeries(Quantity.CHECK_VALUE, "web:w1", List.of()).detail())
                .isEmpty();
        assertThat(new SampleSeries(Quantity.UP, "web:w - 1", List.of()).program())
                .isEqualTo("web:w - 1");
    }
}
