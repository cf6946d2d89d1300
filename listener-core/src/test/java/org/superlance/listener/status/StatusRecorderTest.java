package org.superlance.listener.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.superlance.listener.status.ListenerStatus.Condition;
import org.superlance.listener.status.ListenerStatus.Problem;
import org.superlance.listener.status.ListenerStatus.ProgramStatus;
import org.superlance.listener.status.ListenerStatus.State;

class StatusRecorderTest {

    private static final Instant NOW = Instant.parse("2026-11-28T11:23:58Z");

    private final StatusRecorder recorder = new StatusRecorder();

    @Test
    void tellsEventsTicksAndChecksApart() {
        recorder.onEvent(NOW.plusSeconds(1), true);
        recorder.onEvent(NOW.plusSeconds(2), false);
        recorder.onCheckBegun(NOW.plusSeconds(3));
        assertThat(status().activity().checkBegun()).contains(NOW.plusSeconds(3));

        recorder.onChecked(NOW.plusSeconds(4), Duration.ofMillis(900), 7, List.of());
        recorder.onCheckEnded();

        ListenerStatus status = status();
        assertThat(status.activity().lastTick()).contains(NOW.plusSeconds(1));
        assertThat(status.activity().lastEvent()).contains(NOW.plusSeconds(2));
        assertThat(status.activity().checkBegun()).isEmpty();
        assertThat(status.activity().lastCheck()).contains(NOW.plusSeconds(4));
        assertThat(status.activity().checkDuration()).contains(Duration.ofMillis(900));
        assertThat(status.activity().watched()).isEqualTo(7);
    }

    @Test
    void keepsTheLastProblem() {
        recorder.onProblem(NOW, "no answer");
        recorder.onChecked(NOW.plusSeconds(1), Duration.ZERO, 1, List.of());

        assertThat(status().problem()).contains(new Problem(NOW, "no answer"));
    }

    @Test
    void namesARestartAsLongAsItIsInProgressAndNoLonger() {
        List<ProgramStatus> busy = new ArrayList<>(
                List.of(program(Condition.RESTARTING, "web:w1"), program(Condition.RESTARTING, "web:w9")));
        recorder.registerRestarts(() -> busy);
        recorder.onChecked(
                NOW,
                Duration.ZERO,
                3,
                List.of(program(Condition.RESTARTING, "web:w1"), program(Condition.HELD, "web:w2")));

        assertThat(status().programs())
                .extracting(ProgramStatus::condition, ProgramStatus::name)
                .containsExactly(
                        tuple(Condition.RESTARTING, "web:w1"),
                        tuple(Condition.RESTARTING, "web:w9"),
                        tuple(Condition.HELD, "web:w2"));

        busy.clear();
        assertThat(status().programs()).extracting(ProgramStatus::name).containsExactly("web:w2");
    }

    @Test
    void isBounded() {
        recorder.onChecked(
                NOW,
                Duration.ZERO,
                300,
                IntStream.range(0, 300)
                        .mapToObj(i -> program(Condition.OVER, "p:" + i))
                        .toList());

        assertThat(status().programs()).hasSize(ListenerStatus.MAX_PROGRAMS);
        assertThat(status().morePrograms()).isEqualTo(100);
    }

    @Test
    void saysWhenSomethingChanges() {
        List<String> changes = new ArrayList<>();
        recorder.onChange(() -> changes.add("changed"));

        recorder.onEvent(NOW, false);
        recorder.onChecked(NOW, Duration.ZERO, 0, List.of());
        recorder.onProblem(NOW, "x");

        assertThat(changes).hasSize(3);
    }

    @Test
    void isTheSameAtAnotherTime() {
        ListenerStatus before = status();

        assertThat(before.isSameAs(
                        recorder.status(StatusFileTest.full().identity(), State.RUNNING, NOW.plusSeconds(9))))
                .isTrue();
        recorder.onEvent(NOW, false);
        assertThat(before.isSameAs(status())).isFalse();
    }

    private ListenerStatus status() {
        return recorder.status(StatusFileTest.full().identity(), State.RUNNING, NOW);
    }

    private static ProgramStatus program(Condition condition, String name) {
        return new ProgramStatus(condition, name, 1, "", "", "");
    }
}
