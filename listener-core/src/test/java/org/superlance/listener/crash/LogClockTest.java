package org.superlance.listener.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.ProcessState;

class LogClockTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

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
    void knowsTheSecondOfTwoHoursWhenSummerTimeEnds() {
        String line = "2026-10-25 02:30:10,000 WARN exited: w2 (exit status 7; not expected)";
        String log = "2026-10-25 02:30:00,100 INFO spawned: 'w1' with pid 11\n";

        assertThat(LogClock.of(log, BERLIN, running(11, "2026-10-25T00:30:00Z")).timeOf(line))
                .hasValue(Instant.parse("2026-10-25T00:30:10Z"));
        assertThat(LogClock.of(log, BERLIN, running(11, "2026-10-25T01:30:00Z")).timeOf(line))
                .hasValue(Instant.parse("2026-10-25T01:30:10Z"));
    }

    @Test
    void knowsNoTimeOfOtherLines() {
        LogClock clock = new LogClock(ZoneOffset.UTC, Optional.empty());

        assertThat(clock.timeOf("")).isEmpty();
        assertThat(clock.timeOf("Traceback (most recent call last):")).isEmpty();
        assertThat(clock.timeOf("2026-13-21 02:54:56,192 WARN x")).isEmpty();
        assertThat(LogClock.of(
                        "9999-99-99 99:99:99,999 INFO spawned: 'w1' with pid 11",
                        BERLIN,
                        running(11, "2026-11-21T01:54:00Z")))
                .isEqualTo(new LogClock(BERLIN, Optional.empty()));
    }

    private static List<ProcessInfo> running(long pid, String start) {
        Instant started = Instant.parse(start);
        return List.of(new ProcessInfo(
                Namespec.parse("web:w1"), ProcessState.RUNNING, pid, started, Instant.EPOCH, started, 0, "", "", ""));
    }
}
