package org.superlance.timemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.superlance.listener.restart.Check.CheckResult;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.ProcessPattern;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.timemon.IntervalSchedule.Interval;
import org.superlance.timemon.SlotTracker.LastSlotStore;
import org.superlance.timemon.TimeCheck.MaxAge;

class TimeCheckTest {

    private static final Instant START = Instant.parse("2026-11-21T02:54:56Z");
    private static final Instant THREE = Instant.parse("2026-11-21T03:00:00Z");

    @Test
    void findsTheTimeComeForTheRunningProgramsOfTheSelectionOnly() {
        TimeCheck check = check(Optional.of(everyThreeHours(Optional.empty())), Optional.empty());

        List<CheckResult> results = check.check(
                List.of(
                        process("web:w1", ProcessState.RUNNING, START),
                        process("web:w2", ProcessState.STOPPED, START),
                        process("db:db", ProcessState.RUNNING, START)),
                THREE);

        assertThat(results)
                .extracting(result -> result.process().name() + " " + result.unhealthy() + " " + result.reason())
                .containsExactly(
                        "web:w1 true slot 2026-11-21T03:00 of every 3 hours has begun",
                        "web:w2 false not restarted while STOPPED");
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "RUNNING")
    void leavesAProgramInAnyOtherStateAlone(ProcessState state) {
        TimeCheck check =
                check(Optional.of(everyThreeHours(Optional.empty())), Optional.of(new MaxAge(Duration.ofSeconds(1))));

        assertThat(check.check(List.of(process("web:w1", state, START)), THREE))
                .extracting(CheckResult::unhealthy)
                .containsExactly(false);
    }

    @ParameterizedTest(name = "up {0} with --max-age 7d: {1}, {2}")
    @CsvSource({"PT167H59M59S, false, 2026-11-21T03:00:01", "PT168H, true, now", "PT169H, true, now"})
    void findsTheTimeComeForAProcessThatHasReachedItsAge(Duration uptime, boolean sick, String due) {
        TimeCheck check = check(Optional.empty(), Optional.of(new MaxAge(Duration.ofDays(7))));

        List<CheckResult> results =
                check.check(List.of(process("web:w1", ProcessState.RUNNING, THREE.minus(uptime))), THREE);

        assertThat(results)
                .singleElement()
                .extracting(CheckResult::unhealthy, CheckResult::value, CheckResult::limit)
                .containsExactly(sick, due, "--max-age 7d");
    }

    @ParameterizedTest(name = "up {0} with --max-age 8h: next at {1} by {2}")
    @CsvSource({"PT1H, 2026-11-21T06:00, every 3 hours", "PT6H, 2026-11-21T05:00, --max-age 8h"})
    void saysWhenTheNextRestartIsDue(Duration uptime, String due, String rule) {
        TimeCheck check =
                check(Optional.of(everyThreeHours(Optional.empty())), Optional.of(new MaxAge(Duration.ofHours(8))));
        check.check(List.of(), THREE);

        List<CheckResult> results =
                check.check(List.of(process("web:w1", ProcessState.RUNNING, THREE.minus(uptime))), THREE);

        assertThat(results)
                .singleElement()
                .extracting(CheckResult::value, CheckResult::limit, CheckResult::reason)
                .containsExactly(due, rule, "next restart due at " + due + " by " + rule);
    }

    @Test
    void leavesAloneWhatWasStartedAfterASlotThatTheListenerMissed() {
        SlotTracker tracker = everyThreeHours(Optional.of(LocalDateTime.parse("2026-11-20T21:00")));
        TimeCheck check = check(Optional.of(tracker), Optional.empty());

        List<CheckResult> results = check.check(
                List.of(
                        process("web:before", ProcessState.RUNNING, Instant.parse("2026-11-20T23:59:59Z")),
                        process("web:after", ProcessState.RUNNING, Instant.parse("2026-11-21T00:00:00Z"))),
                START);

        assertThat(results).extracting(CheckResult::unhealthy).containsExactly(true, false);
    }

    @Test
    void restartsAlsoWhatIsYoungWhenItSeesTheSlotBegin() {
        TimeCheck check = check(Optional.of(everyThreeHours(Optional.empty())), Optional.empty());

        assertThat(check.check(List.of(process("web:w1", ProcessState.RUNNING, THREE.plusSeconds(1))), THREE))
                .extracting(CheckResult::unhealthy)
                .containsExactly(true);
    }

    private static TimeCheck check(Optional<SlotTracker> tracker, Optional<MaxAge> maxAge) {
        return new TimeCheck(List.of(ProcessPattern.ofGroup("web")), tracker, maxAge, ZoneOffset.UTC);
    }

    private static SlotTracker everyThreeHours(Optional<LocalDateTime> stored) {
        LastSlotStore store = new LastSlotStore() {
            @Override
            public Optional<LocalDateTime> read() {
                return stored;
            }

            @Override
            public void write(LocalDateTime judged) {}
        };
        IntervalSchedule intervalSchedule = new IntervalSchedule(3, Interval.HOUR);
        return new SlotTracker(intervalSchedule.toString(), intervalSchedule, ZoneOffset.UTC, store, START);
    }

    private static ProcessInfo process(String name, ProcessState state, Instant start) {
        long pid = state == ProcessState.STOPPED ? 0 : 7;
        return new ProcessInfo(Namespec.parse(name), state, pid, start, Instant.EPOCH, THREE, 0, "", "", "");
    }
}
