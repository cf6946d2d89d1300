package org.superlance.crashmail;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.superlance.listener.crash.ProcessFailure;
import org.superlance.listener.crash.ProcessFailure.FailureType;
import org.superlance.listener.event.Event.EventHeader;
import org.superlance.listener.event.Event.ProcessStateEvent;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.ProcessState;

class RecoveryTrackerTest {

    private static final Instant START = Instant.parse("2026-11-21T02:54:56Z");
    private static final Namespec W1 = new Namespec("web", "w1");
    private static final ProcessFailure CRASH =
            new ProcessFailure(FailureType.EXITED, W1, OptionalLong.of(4711), "RUNNING", START);

    private final RecoveryTracker tracker = new RecoveryTracker(Optional.of(Duration.ofSeconds(20)));

    @Test
    void remembersNothingWhenNobodyWantsToKnow() {
        RecoveryTracker none = new RecoveryTracker(Optional.empty());

        none.onReported(CRASH);

        assertThat(none.isCheckDue(at(1_000))).isFalse();
    }

    @Test
    void tellsOnceOfAProgramThatRunsAgainForLongEnough() {
        tracker.onReported(CRASH);

        assertThat(tracker.findRecovered(List.of(running(5000, 1, 20)), at(20))).isEmpty();
        assertThat(tracker.findRecovered(List.of(running(5000, 1, 21)), at(21)))
                .containsExactly(new RecoveryTracker.Recovery(CRASH, running(5000, 1, 21)));
        assertThat(tracker.findRecovered(List.of(running(5000, 1, 50)), at(50))).isEmpty();
        assertThat(tracker.isCheckDue(at(1_000))).isFalse();
    }

    @Test
    void takesNeitherTheDeadProcessNorAnotherStateNorAnotherProgramForIt() {
        tracker.onReported(CRASH);

        assertThat(tracker.findRecovered(List.of(running(4711, -100, 50)), at(50)))
                .isEmpty();
        assertThat(tracker.findRecovered(List.of(process(W1, ProcessState.STARTING, 5000, 1, 50)), at(50)))
                .isEmpty();
        assertThat(tracker.findRecovered(
                        List.of(process(new Namespec("x", "w1"), ProcessState.RUNNING, 5000, 1, 50)), at(50)))
                .isEmpty();
    }

    @Test
    void asksNowAndThenAndAtTheRightMomentWhereItIsToldOfTheStart() {
        tracker.onReported(CRASH);
        assertThat(tracker.isCheckDue(START)).isTrue();

        tracker.findRecovered(List.of(), START);
        assertThat(tracker.isCheckDue(at(9))).isFalse();
        assertThat(tracker.isCheckDue(at(10))).isTrue();

        tracker.postpone(START);
        assertThat(tracker.isCheckDue(at(29))).isFalse();
        tracker.onEvent(
                new ProcessStateEvent(
                        new EventHeader("PROCESS_STATE_RUNNING", 0, OptionalLong.empty()),
                        "",
                        W1,
                        ProcessState.RUNNING,
                        "STARTING",
                        OptionalLong.of(5000),
                        true),
                at(2));
        assertThat(tracker.isCheckDue(at(22))).isTrue();
    }

    @Test
    void forgetsTheOldestOfTooManyPrograms() {
        tracker.onReported(CRASH);
        for (int i = 0; i < 5_000; i++) {
            Namespec other = new Namespec("web", "other" + i);
            tracker.onReported(new ProcessFailure(FailureType.EXITED, other, OptionalLong.of(1), "RUNNING", START));
        }

        assertThat(tracker.findRecovered(List.of(running(5000, 1, 60)), at(60))).isEmpty();
    }

    private static ProcessInfo running(long pid, int start, int now) {
        return process(W1, ProcessState.RUNNING, pid, start, now);
    }

    private static ProcessInfo process(Namespec name, ProcessState state, long pid, int start, int now) {
        return new ProcessInfo(name, state, pid, at(start), START, at(now), 0, "", "", "");
    }

    private static Instant at(int second) {
        return START.plusSeconds(second);
    }
}
