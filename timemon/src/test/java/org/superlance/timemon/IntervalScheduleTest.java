package org.superlance.timemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.superlance.timemon.IntervalSchedule.Interval;

class IntervalScheduleTest {

    @ParameterizedTest(name = "{1} {0}s: the slot of {2} begins {3}, the next {4}")
    @CsvSource({
        "hour,   3,  2026-11-21T02:59:59, 2026-11-21T00:00, 2026-11-21T03:00",
        "hour,   3,  2026-11-21T03:00:00, 2026-11-21T03:00, 2026-11-21T06:00",
        "hour,   24, 2026-11-21T13:14:15, 2026-11-21T00:00, 2026-11-22T00:00",
        "hour,   1,  2026-11-21T23:00:00, 2026-11-21T23:00, 2026-11-22T00:00",
        "minute, 6,  2026-11-21T00:05:59, 2026-11-21T00:00, 2026-11-21T00:06",
        "minute, 90, 2026-11-21T03:14:00, 2026-11-21T03:00, 2026-11-21T04:30",
        "second, 10, 2026-11-21T03:00:05, 2026-11-21T03:00, 2026-11-21T03:00:10",
        "day,    1,  2026-11-21T13:14:15, 2026-11-21T00:00, 2026-11-22T00:00",
        "day,    7,  2026-11-21T13:14:15, 2026-11-19T00:00, 2026-11-26T00:00",
        "hour,   7,  1970-01-01T06:59:59, 1970-01-01T00:00, 1970-01-01T07:00",
        "hour,   7,  1970-01-01T23:59:59, 1970-01-01T21:00, 1970-01-02T04:00",
        "hour,   48, 1970-01-02T23:00:00, 1970-01-01T00:00, 1970-01-03T00:00",
    })
    void beginByTheClockOnTheWall(
            String interval, int number, LocalDateTime time, LocalDateTime begin, LocalDateTime next) {
        IntervalSchedule intervalSchedule = new IntervalSchedule(number, Interval.parse(interval));

        assertThat(intervalSchedule.latest(LocalDateTime.MIN, time)).contains(begin);
        assertThat(intervalSchedule.latest(begin, time)).isEmpty();
        assertThat(intervalSchedule.next(time)).contains(next);
    }

    @Test
    void goOnEvenlyOverMidnightWhereTheyDoNotDivideTheDay() {
        IntervalSchedule intervalSchedule = new IntervalSchedule(7, Interval.HOUR);
        LocalDateTime time = LocalDateTime.parse("2026-11-21T00:00");

        for (int i = 0; i < 50; i++) {
            LocalDateTime before = intervalSchedule.next(time).orElseThrow();
            LocalDateTime after = intervalSchedule.next(before).orElseThrow();
            assertThat(Duration.between(before, after)).isEqualTo(Duration.ofHours(7));
            time = before;
        }
    }

    @ParameterizedTest
    @CsvSource({"0, hour", "-3, hour", "36501, day", "2147483647, hour"})
    void cannotHaveThatLength(int number, String interval) {
        assertThatThrownBy(() -> new IntervalSchedule(number, Interval.parse(interval)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("-n " + number + " is out of range: ");
    }

    @ParameterizedTest
    @CsvSource({
        "1, hours, every hour",
        "3, hour, every 3 hours",
        "6, MINUTE, every 6 minutes",
        "10, seconds, every 10 seconds"
    })
    void areCalledAsPeopleCallThem(int number, String interval, String name) {
        assertThat(new IntervalSchedule(number, Interval.parse(interval))).hasToString(name);
    }
}
