package org.superlance.listener.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class QuietPeriodTest {

    private static final Instant START = Instant.parse("2026-11-21T02:54:56Z");

    private final QuietPeriod quietPeriod = new QuietPeriod();

    @Test
    void isThereFromTheBeginningAndAMomentAfterAnEvent() {
        assertThat(quietPeriod.hasElapsed(START)).isTrue();

        quietPeriod.onEvent(START);

        assertThat(quietPeriod.hasElapsed(START.plusMillis(499))).isFalse();
        assertThat(quietPeriod.hasElapsed(START.plusMillis(500))).isTrue();
    }

    @Test
    void isNotWaitedForLongerThanFiveSecondsOfEvents() {
        for (int i = 0; i < 50; i++) {
            quietPeriod.onEvent(START.plusMillis(100L * i));
            assertThat(quietPeriod.hasElapsed(START.plusMillis(100L * i))).isFalse();
        }

        assertThat(quietPeriod.hasElapsed(START.plusSeconds(5))).isTrue();

        quietPeriod.onEvent(START.plusSeconds(5));
        assertThat(quietPeriod.hasElapsed(START.plusMillis(5_100))).isFalse();
    }

    @Test
    void isNotWaitedForWhenTheClockWasSetBack() {
        quietPeriod.onEvent(START);

        assertThat(quietPeriod.hasElapsed(START.minusSeconds(3_600))).isTrue();

        quietPeriod.onEvent(START.minusSeconds(3_600));
        assertThat(quietPeriod.hasElapsed(START.minusSeconds(3_600).plusMillis(499)))
                .isFalse();
    }
}
