package org.superlance.listener.util;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UtcTimeTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-29T13:45:07Z",
                "2026-11-29T13:45:00Z",
                "2026-01-01T00:00:00Z",
                "2026-11-29T13:45:00.120Z",
                "2026-11-29T13:45:07.000001Z",
                "2026-11-29T23:59:59.999999999Z",
                "1970-01-01T00:00:00Z",
                "0001-02-03T04:05:06Z",
                "9999-12-31T23:59:59Z"
            })
    void isWhatAnInstantSays(Instant time) {
        assertThat(UtcTime.format(time)).isEqualTo(time.toString());
    }

    @Test
    void hasEachDayOfTheCalendar() {
        long last = LocalDate.parse("2400-12-31").toEpochDay();
        for (long day = LocalDate.parse("1599-01-01").toEpochDay(); day <= last; day++) {
            LocalDate date = LocalDate.ofEpochDay(day);
            assertThat(date(day)).isEqualTo(date.toString());
            assertThat(UtcTime.epochDay(date.getYear(), date.getMonthValue(), date.getDayOfMonth()))
                    .isEqualTo(day);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0000-01-01", "0000-02-29", "9999-12-31", "+10000-01-01", "-0001-12-31"})
    void hasTheEndsOfTheCalendar(LocalDate day) {
        assertThat(date(day.toEpochDay())).isEqualTo(day.toString());
    }

    private static String date(long epochDay) {
        StringBuilder text = new StringBuilder();
        UtcTime.appendDate(text, epochDay);
        return text.toString();
    }
}
