package org.superlance.listener.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.ProcessState;

class LogClockTest {

    private static final TimeZone BERLIN = TimeZone.getTimeZone("Europe/Berlin");

    @Test
    void takesSupervisordsZoneForThatOfTheListenerUnlessAStartTellsAnother() {
        String line = "2026-11-21 02:54:56,192 WARN exited: w1 (exit status 7; not expected)";

        assertThat(LogClock.of(line, BERLIN, List.of()).timeOf(line))
                .hasValue(Instant.parse("2026-11-21T01:54:56.192Z"));
        String log = "2026-11-21 02:54:00,100 INFO spawned: 'w1' with pid 11\n" + line;
        assertThat(LogClock.of(log, BERLIN, running(12, "2026-11-21T02:54:00Z")).timeOf(line))
                .as("a start of another process")
                .hasValue(Instant.parse("2026-11-21T01:54:56.192Z"));
        assertThat(LogClock.of(log, BERLIN, running(11, "2026-11-21T02:54:00Z")).timeOf(line))
                .hasValue(Instant.parse("2026-11-21T02:54:56.192Z"));
        assertThat(LogClock.of(log, BERLIN, running(11, "2026-11-20T21:08:59Z")).timeOf(line))
                .as("a quarter of an hour counts, and a late line")
                .hasValue(Instant.parse("2026-11-20T21:09:56.192Z"));
    }

    @Test
    void keepsTheZoneWhereTheStartTellsTheSame() {
        LogClock clock = LogClock.of(
                "2026-11-21 02:54:00,100 INFO spawned: 'w1' with pid 11", BERLIN, running(11, "2026-11-21T01:54:00Z"));

        assertThat(clock.timeOf("2026-07-21 02:54:00,100 INFO in summer"))
                .hasValue(Instant.parse("2026-07-21T00:54:00.100Z"));
    }

    @Test
    void goesByTheLastStartThatTells() {
        String log = """
                2026-11-21 01:54:00,100 INFO spawned: 'w1' with pid 11
                2026-11-21 02:54:00,100 INFO spawned: 'w1' with pid 11
                2026-11-21 04:04:00,100 INFO spawned: 'w1' with pid 11
                """;

        assertThat(LogClock.of(log, BERLIN, running(11, "2026-11-21T01:54:00Z")))
                .as("neither another zone before it nor a start of another process after it")
                .isEqualTo(new LogClock(BERLIN, OptionalInt.of(3_600_000)));
    }

    @Test
    void knowsTheSecondOfTwoHoursWhenSummerTimeEnds() {
        String line = "2026-10-25 02:30:10,000 WARN exited: w2 (exit status 7; not expected)";
        String log = "2026-10-25 02:30:00,100 INFO spawned: 'w1' with pid 11\n";

        assertThat(LogClock.of(log, BERLIN, running(11, "2026-10-25T00:30:00Z")).timeOf(line))
                .hasValue(Instant.parse("2026-10-25T00:30:10Z"));
        assertThat(LogClock.of(log, BERLIN, running(11, "2026-10-25T01:30:00Z")).timeOf(line))
                .hasValue(Instant.parse("2026-10-25T01:30:10Z"));
    }

    @ParameterizedTest
    @CsvSource({
        "'1999-12-31 23:59:59,999', UTC,           1999-12-31T23:59:59.999Z",
        "'2024-02-29 00:00:00,000', UTC,           2024-02-29T00:00:00Z",
        "'2024-03-01 08:09:10,011', +05:30,        2024-03-01T02:39:10.011Z",
        "'2026-07-21 02:54:00,100', Europe/Berlin, 2026-07-21T00:54:00.100Z",
        "'2026-03-29 02:30:00,000', Europe/Berlin, 2026-03-29T01:30:00Z",
        "'2026-10-25 02:30:00,000', Europe/Berlin, 2026-10-25T00:30:00Z"
    })
    void knowsTheTimeOfALine(String line, ZoneId zone, Instant time) {
        assertThat(new LogClock(TimeZone.getTimeZone(zone), OptionalInt.empty()).timeOf(line))
                .hasValue(time);
        assertThat(new LogClock(TimeZone.getTimeZone(zone), OptionalInt.empty()).timeOf(line + " INFO x"))
                .hasValue(time);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Europe/Berlin", "Europe/Dublin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata"})
    void knowsTheTimesOfAYear(ZoneId zone) {
        LogClock clock = new LogClock(TimeZone.getTimeZone(zone), OptionalInt.empty());
        DateTimeFormatter format = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss,SSS", Locale.ROOT);
        LocalDateTime end = LocalDateTime.parse("2027-01-01T00:00");
        for (LocalDateTime time = end.minusYears(1); time.isBefore(end); time = time.plusMinutes(15)) {
            assertThat(clock.timeOf(format.format(time)))
                    .hasValue(ZonedDateTime.ofLocal(time, zone, null).toInstant());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Traceback (most recent call last):",
                "2026-11-21 02:54:56,19",
                " 2026-11-21 02:54:56,192",
                "2026-11-21T02:54:56,192",
                "2026-11-21 02:54:56.192",
                "2026-1-21 02:54:056,192",
                "+026-11-21 02:54:56,192",
                "2026-11-21 02:54:-6,192",
                "2026-11-\u0662\u0661 02:54:56,192",
                "2026-00-21 02:54:56,192",
                "2026-13-21 02:54:56,192",
                "2026-11-00 02:54:56,192",
                "2026-11-32 02:54:56,192",
                "2026-11-21 25:54:56,192",
                "2026-11-21 02:60:56,192",
                "2026-11-21 02:54:60,192"
            })
    void knowsNoTimeOfOtherLines(String line) {
        assertThat(new LogClock(TimeZone.getTimeZone("UTC"), OptionalInt.empty()).timeOf(line))
                .isEmpty();
    }

    @Test
    void passesOverAStartWithoutATime() {
        assertThat(LogClock.of(
                        "9999-99-99 99:99:99,999 INFO spawned: 'w1' with pid 11",
                        BERLIN,
                        running(11, "2026-11-21T01:54:00Z")))
                .isEqualTo(new LogClock(BERLIN, OptionalInt.empty()));
    }

    private static List<ProcessInfo> running(long pid, String start) {
        Instant started = Instant.parse(start);
        return List.of(new ProcessInfo(
                Namespec.parse("web:w1"), ProcessState.RUNNING, pid, started, Instant.EPOCH, started, 0, "", "", ""));
    }
}
