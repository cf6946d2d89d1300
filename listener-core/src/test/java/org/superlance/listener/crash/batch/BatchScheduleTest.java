package org.superlance.listener.crash.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.superlance.listener.crash.batch.FailureFixtures.TIME;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchScheduleTest {

    @ParameterizedTest(name = "interval {0}s, group-wait {1}s, the last one {2}s before: due after {3}s")
    @CsvSource({
        "60,   ,    , 60",
        "60,   ,   5, 60",
        " 0,   ,    ,  1",
        "60,  5,    ,  5",
        "60,  0,    ,  1",
        "60,  5,  60,  5",
        "60,  5,  59,  5",
        "60,  5,  50, 10",
        "60,  5,   0, 60",
        "60, 60,   0, 60",
        "60, 90,    , 60",
        // the clock was set back
        "60,  5, -90,  5"
    })
    void noIncidentWaitsLongerThanTheInterval(long interval, Long groupWait, Long lastBefore, long due) {
        Optional<Duration> wait = Optional.ofNullable(groupWait).map(Duration::ofSeconds);
        BatchSchedule times = new BatchSchedule(Duration.ofSeconds(interval), wait);
        if (lastBefore != null) {
            times.onSent(TIME.minusSeconds(lastBefore));
        }

        assertThat(times.due(TIME)).isEqualTo(TIME.plusSeconds(due));
    }

    @Test
    void whatSeemsToComeFromTheFutureIsToldAtOnce() {
        BatchSchedule times = new BatchSchedule(Duration.ofSeconds(60), Optional.empty());

        assertThat(times.isOverdue(TIME, TIME.minusSeconds(2))).isTrue();
        assertThat(times.isOverdue(TIME, TIME.minusSeconds(1))).isFalse();
    }
}
