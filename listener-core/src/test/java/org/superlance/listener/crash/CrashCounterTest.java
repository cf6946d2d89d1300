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
        assertThat(counter.count(W1, START.plusSeconds(3_540))).isEqualTo(2);
        assertThat(counter.count(new Namespec("web", "w2"), START.plusSeconds(3_600)))
                .isEqualTo(1);
        assertThat(counter.count(W1, START.plusSeconds(3_600))).isEqualTo(2);
    }

    @Test
    void remembersOnlyTheProcessesThatDiedLast() {
        counter.count(W1, START);
        for (int i = 0; i < 10_001; i++) {
            counter.count(new Namespec("web", "other" + i), START);
        }

        assertThat(counter.count(W1, START)).isEqualTo(1);
    }

    @Test
    void knowsWhetherItHasCountedForAnHour() {
        assertThat(counter.hasFullWindow(START.plusSeconds(3_599))).isFalse();
        assertThat(counter.hasFullWindow(START.plusSeconds(3_600))).isTrue();
    }

    @Test
    void countsEachProcessForItself() {
        assertThat(counter.count(W1, START)).isEqualTo(1);
        assertThat(counter.count(W1, START.plusSeconds(59))).isEqualTo(2);
        assertThat(counter.count(new Namespec("web", "w2"), START)).isEqualTo(1);
    }

    @Test
    void forgetsWhatIsLongerAgo() {
        counter.count(W1, START);
        counter.count(W1, START.plusSeconds(60));

        assertThat(counter.count(W1, START.plusSeconds(59 * 60))).isEqualTo(3);
        assertThat(counter.count(W1, START.plusSeconds(60 * 60))).isEqualTo(3);
        assertThat(counter.count(W1, START.plusSeconds(1_000_000))).isEqualTo(1);
    }

    @Test
    void aClockThatIsSetBackOrFarAheadDoesNoHarm() {
        counter.count(W1, START);

        assertThat(counter.count(W1, START.minusSeconds(7_200))).isEqualTo(2);
        assertThat(counter.count(W1, Instant.parse("9999-01-01T00:00:00Z"))).isEqualTo(1);
    }
}
