package org.superlance.crashmail;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.superlance.listener.crash.ProcessFailure;
import org.superlance.listener.crash.ProcessFailure.Type;
import org.superlance.listener.event.EventHeader;
import org.superlance.listener.event.ProcessStateEvent;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.ProcessState;

class RecoveriesTest {

    private static final Instant START = Instant.parse("2026-11-21T02:54:56Z");
    private static final Namespec W1 = new Namespec("web", "w1");
    private static final ProcessFailure CRASH =
            new ProcessFailure(Type.EXITED, W1, OptionalLong.of(4711), "RUNNING", START);

    private final Recoveries recoveries = new Recoveries(Optional.of(Duration.ofSeconds(20)));

    @Test
    void remembersNothingWhenNobodyWantsToKnow() {
        Recoveries none = new Recoveries(Optional.empty());

        none.reported(CRASH);

        assertThat(none.wantsToLook(at(1_000))).isFalse();
    }

    @Test
    void tellsOnceOfAProgramThatRunsAgainForLongEnough() {
        recoveries.reported(CRASH);

        assertThat(recoveries.judge(List.of(running(5000, 1, 20)), at(20))).isEmpty();
        assertThat(recoveries.judge(List.of(running(5000, 1, 21)), at(21)))
                .containsExactly(new Recoveries.Recovery(CRASH, running(5000, 1, 21)));
        assertThat(recoveries.judge(List.of(running(5000, 1, 50)), at(50))).isEmpty();
        assertThat(recoveries.wantsToLook(at(1_000))).isFalse();
    }

    @Test
    void takesNeitherTheDeadProcessNorAnotherStateNorAnotherProgramForIt() {
        recoveries.reported(CRASH);

        assertThat(recoveries.judge(List.of(running(4711, -100, 50)), at(50))).isEmpty();
        assertThat(recoveries.judge(List.of(process(W1, ProcessState.STARTING, 5000, 1, 50)), at(50)))
                .isEmpty();
        assertThat(recoveries.judge(
                        List.of(process(new Namespec("x", "w1"), ProcessState.RUNNING, 5000, 1, 50)), at(50)))
                .isEmpty();
    }

    @Test
    void asksNowAndThenAndAtTheRightMomentWhereItIsToldOfTheStart() {
        recoveries.reported(CRASH);
        assertThat(recoveries.wantsToLook(START)).isTrue();

        recoveries.judge(List.of(), START);
        assertThat(recoveries.wantsToLook(at(9))).isFalse();
        assertThat(recoveries.wantsToLook(at(10))).isTrue();

        recoveries.postpone(START);
        assertThat(recoveries.wantsToLook(at(29))).isFalse();
        recoveries.seen(
                new ProcessStateEvent(
                        new EventHeader("PROCESS_STATE_RUNNING", 0, OptionalLong.empty()),
                        W1,
                        ProcessState.RUNNING,
                        "STARTING",
                        OptionalLong.of(5000),
                        true),
                at(2));
        assertThat(recoveries.wantsToLook(at(22))).isTrue();
    }

    @Test
    void forgetsTheOldestOfTooManyPrograms() {
        recoveries.reported(CRASH);
        for (int i = 0; i < 5_000; i++) {
            Namespec other = new Namespec("web", "other" + i);
            recoveries.reported(new ProcessFailure(Type.EXITED, other, OptionalLong.of(1), "RUNNING", START));
        }

        assertThat(recoveries.judge(List.of(running(5000, 1, 60)), at(60))).isEmpty();
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
