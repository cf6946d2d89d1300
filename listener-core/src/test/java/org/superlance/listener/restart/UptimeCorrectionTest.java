package org.superlance.listener.restart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.superlance.listener.restart.ProcessInfos.NOW;
import static org.superlance.listener.restart.ProcessInfos.process;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.ProcessState;

class UptimeCorrectionTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final UptimeCorrection uptimes = new UptimeCorrection();

    @Test
    void leavesWhatSupervisordTellsWhileItsClockGoesRight() {
        assertThat(uptime(running(7, MINUTE), 0)).isEqualTo(MINUTE);
        assertThat(uptime(running(7, MINUTE.multipliedBy(2)), 60)).isEqualTo(MINUTE.multipliedBy(2));
    }

    @Test
    void isNoShorterThanTheProcessHasBeenSeenWhenTheClockWasSetBack() {
        uptime(running(7, MINUTE), 0);

        assertThat(uptime(running(7, Duration.ofHours(-1)), 90)).isEqualTo(Duration.ofSeconds(90));
    }

    @Test
    void beginsAgainWithEachProcess() {
        uptime(running(7, MINUTE), 0);

        assertThat(uptime(running(8, Duration.ZERO), 90)).isEqualTo(Duration.ZERO);
        assertThat(uptime(running(8, Duration.ofHours(-1)), 100)).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void knowsNothingOfAProcessThatDoesNotRun() {
        ProcessInfo stopped = process("web:w1", ProcessState.STOPPED, 0, MINUTE);

        assertThat(uptimes.correct(List.of(stopped), NOW)).containsExactly(stopped);
    }

    private Duration uptime(ProcessInfo process, int seconds) {
        return uptimes.correct(List.of(process), NOW.plusSeconds(seconds))
                .get(0)
                .uptime()
                .orElseThrow();
    }

    private static ProcessInfo running(long pid, Duration uptime) {
        return process("web:w1", ProcessState.RUNNING, pid, uptime);
    }
}
