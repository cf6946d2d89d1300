package org.superlance.listener.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class CalmTest {

    private static final Instant START = Instant.parse("2026-11-21T02:54:56Z");

    private final Calm calm = new Calm();

    @Test
    void isThereFromTheBeginningAndAMomentAfterAnEvent() {
        assertThat(calm.isAt(START)).isTrue();

        calm.event(START);

        assertThat(calm.isAt(START.plusMillis(499))).isFalse();
        assertThat(calm.isAt(START.plusMillis(500))).isTrue();
    }

    @Test
    void isNotWaitedForLongerThanFiveSecondsOfEvents() {
        for (int i = 0; i < 50; i++) {
            calm.event(START.plusMillis(100L * i));
            assertThat(calm.isAt(START.plusMillis(100L * i))).isFalse();
        }

        assertThat(calm.isAt(START.plusSeconds(5))).isTrue();

        calm.event(START.plusSeconds(5));
        assertThat(calm.isAt(START.plusMillis(5_100))).isFalse();
    }
}
