package org.superlance.timemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDateTime;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CronScheduleTest {

    @ParameterizedTest(name = "{0} comes at {3} between {1} and {2}")
    @CsvSource({
        "0 3 * * *,      2026-11-20T03:00, 2026-11-21T02:59:59, ",
        "0 3 * * *,      2026-11-20T03:00, 2026-11-21T03:00,    2026-11-21T03:00",
        "0 3 * * *,      2026-10-20T03:00, 2026-11-21T03:07,    2026-11-21T03:00",
        "*/15 * * * *,   2026-11-21T02:00, 2026-11-21T03:14:59, 2026-11-21T03:00",
        "30 3 * * 1-5,   2026-11-20T03:30, 2026-11-22T23:59,    ",
        "30 3 * * 1-5,   2026-11-20T03:30, 2026-11-23T03:30,    2026-11-23T03:30",
        "0 4 * * 0,      2026-11-21T00:00, 2026-11-23T00:00,    2026-11-22T04:00",
        "0 4 * * 7,      2026-11-21T00:00, 2026-11-23T00:00,    2026-11-22T04:00",
        "0 0 31 * *,     2026-10-30T00:00, 2026-11-24T12:00,    2026-10-31T00:00",
        "0 0 29 2 *,     2026-01-01T00:00, 2027-12-31T00:00,    ",
        "0 0 29 2 *,     2016-01-01T00:00, 2027-12-31T00:00,    2024-02-29T00:00",
        "59 23 31 12 *,  2020-01-01T00:00, 2026-11-21T00:00,    2025-12-31T23:59",
        "* * * * *,      1970-01-01T00:00, 2026-11-21T03:00:59, 2026-11-21T03:00",
    })
    void comesBetween(String expression, LocalDateTime after, LocalDateTime upTo, LocalDateTime expected) {
        assertThat(CronSchedule.parse(expression).latest(after, upTo)).isEqualTo(Optional.ofNullable(expected));
    }

    /** Goes through every minute of more than a year, so that no oddity of the library goes unseen. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0 0 31 * *",
                "0 0 29 2 *",
                "5 4 * * 1-5",
                "0 0 13 * 5",
                "7 */6 1,15 * *",
                "0 12 * 1-3 0",
                "30 23 30 4,6 *"
            })
    void comesAtEachMinuteThatItsFieldsNameAndAtNoOther(String expression) {
        CronSchedule times = CronSchedule.parse(expression);
        LocalDateTime end = LocalDateTime.parse("2028-03-02T00:00");
        LocalDateTime next = times.next(LocalDateTime.parse("2026-12-31T23:59")).orElseThrow();

        for (LocalDateTime minute = LocalDateTime.parse("2027-01-01T00:00");
                minute.isBefore(end);
                minute = minute.plusMinutes(1)) {
            assertThat(minute.equals(next)).as(minute.toString()).isEqualTo(isNamed(expression, minute));
            if (minute.equals(next)) {
                next = times.next(minute).orElse(end);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense",
                "",
                "* * * *",
                "* * * * * *",
                "60 * * * *",
                "* 24 * * *",
                "* * 32 * *",
                "* * 0 * *",
                "* * * 13 *",
                "* * * * 8",
                "*/0 * * * *",
                "5-1 * * * *",
                "-1 * * * *",
                "a b c d e",
                "0 0 30 2 *",
                "99999999999 * * * *",
                "* * * * MON-",
                "1,,2 * * * *",
                "@never"
            })
    void refusesWhatIsNoExpressionInOneSentence(String text) {
        assertThatThrownBy(() -> CronSchedule.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .hasLineCount(1)
                .containsAnyOf("is not a cron expression; write minute", "never matches");
    }

    /** Day of month and day of week: either is enough if both are given. */
    private static boolean isNamed(String expression, LocalDateTime time) {
        String[] fields = expression.split(" ", -1);
        boolean dayOfMonth = fits(fields[2], time.getDayOfMonth());
        boolean dayOfWeek = fits(fields[4], time.getDayOfWeek().getValue() % 7);
        boolean either = !fields[2].equals("*") && !fields[4].equals("*");
        boolean day = either ? (dayOfMonth || dayOfWeek) : (dayOfMonth && dayOfWeek);
        return day
                && fits(fields[0], time.getMinute())
                && fits(fields[1], time.getHour())
                && fits(fields[3], time.getMonthValue());
    }

    private static boolean fits(String field, int value) {
        IntPredicate any = number -> false;
        for (String part : field.split(",", -1)) {
            String[] range = part.split("-", -1);
            any = any.or(
                    part.equals("*")
                            ? number -> true
                            : part.startsWith("*/")
                                    ? number -> number % Integer.parseInt(part.substring(2)) == 0
                                    : number -> number >= Integer.parseInt(range[0])
                                            && number <= Integer.parseInt(range[range.length - 1]));
        }
        return any.test(value);
    }
}
