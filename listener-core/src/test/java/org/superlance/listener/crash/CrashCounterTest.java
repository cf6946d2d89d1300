package org.superlance.listener.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.superlance.listener.supervisor.Namespec;

class CrashCounterTest {

    private static final Instant START = Instant.parse("2026-11-21T02:00:00Z");
    private static final Namespec W1 = new Namespec("web", "w1");

    private final CrashCounter counter = new CrashCounter(START);

    @Test
    void countsTheCrashesOfEachProcessInTheLastHour() {
        assertThat(counter.count(W1, START)).isEqualTo(1);
        assertThat(counter.count(W1, START.plusSeconds(3_600))).isEqualTo(2);
        assertThat(counter.count(new Namespec("web", "w2"), START.plusSeconds(3_600)))
                .isEqualTo(1);
        assertThat(counter.count(W1, START.plusSeconds(3_601))).isEqualTo(2);
    }

    @Test
    void keepsOnlySoManyCrashesOfOnlySoManyProcesses() {
        for (int i = 0; i < CrashCounter.MOST + 10; i++) {
            counter.count(W1, START);
        }
        assertThat(counter.count(W1, START)).isEqualTo(CrashCounter.MOST);

        for (int i = 0; i < 3_000; i++) {
            counter.count(new Namespec("web", "other" + i), START);
        }
        assertThat(counter.count(W1, START)).isEqualTo(1);
    }

    @Test
    void knowsWhetherItHasCountedForAnHour() {
        assertThat(counter.knowsTheHourBefore(START.plusSeconds(3_599))).isFalse();
        assertThat(counter.knowsTheHourBefore(START.plusSeconds(3_600))).isTrue();
    }
}
