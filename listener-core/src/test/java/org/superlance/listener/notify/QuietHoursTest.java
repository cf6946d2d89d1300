package org.superlance.listener.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuietHoursTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @ParameterizedTest
    @CsvSource({
        "'22:00-07:00', 2026-11-27T21:59, false",
        "'22:00-07:00', 2026-11-27T22:00, true",
        "'22:00-07:00', 2026-11-28T06:59, true",
        "'22:00-07:00', 2026-11-28T07:00, false",
        "'22:00-07:00,Sat,Sun', 2026-11-28T12:00, true",
        "'22:00-07:00,Sat,Sun', 2026-11-30T12:00, false",
        "'saturday', 2026-11-28T00:00, true",
        "'saturday', 2026-11-29T00:00, false",
        "'12:00-13:00, 22:00-24:00', 2026-11-27T12:30, true",
        "'12:00-13:00, 22:00-24:00', 2026-11-27T23:59, true",
        "'12:00-13:00, 22:00-24:00', 2026-11-28T00:00, false",
    })
    void areLocalTimeOfEachDayAndWholeDays(String hours, LocalDateTime time, boolean quiet) {
        assertThat(QuietHours.parse(hours).contain(time.atZone(BERLIN).toInstant(), BERLIN))
                .isEqualTo(quiet);
    }

    /** The clocks go back at 03:00 to 02:00: both are 02:30. */
    @ParameterizedTest
    @CsvSource({
        "2026-10-25T00:30:00Z, true",
        "2026-10-25T01:30:00Z, true",
        "2026-10-24T23:59:00Z, false",
        "2026-10-25T02:00:00Z, false"
    })
    void followTheClockOnTheWallWhenSummerTimeEnds(Instant time, boolean quiet) {
        assertThat(QuietHours.parse("02:00-03:00").contain(time, BERLIN)).isEqualTo(quiet);
    }

    /** The clocks go forward at 02:00 to 03:00. */
    @ParameterizedTest
    @CsvSource({"2026-03-29T00:59:00Z, true", "2026-03-29T01:00:00Z, false"})
    void followTheClockOnTheWallWhenSummerTimeBegins(Instant time, boolean quiet) {
        assertThat(QuietHours.parse("01:00-02:30").contain(time, BERLIN)).isEqualTo(quiet);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "22:00", "22-7", "22:00-25:00", "22:00-22:00", "Su", "22:00-07:00,", "22:60-23:00", "x"})
    void refuseWhatIsNone(String text) {
        assertThatThrownBy(() -> QuietHours.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'" + text + "' are no hours; write HH:MM-HH:MM and days of the week, such as"
                        + " 22:00-07:00,Sat,Sun");
    }

    @ParameterizedTest
    @ValueSource(strings = {"22:00-07:00,Sat,Sun", "12:00-13:00,22:00-00:00", "Mon"})
    void showAsTheyAreWritten(String text) {
        assertThat(QuietHours.parse(text)).hasToString(text);
    }
}
