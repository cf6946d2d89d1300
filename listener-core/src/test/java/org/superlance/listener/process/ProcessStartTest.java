package org.superlance.listener.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ProcessStartTest {

    private static final Duration EVER = Duration.ofDays(100_000);

    private final ProcessHandle self = ProcessHandle.current();
    private final Instant own = self.info().startInstant().orElseThrow();
    private final Instant parents =
            self.parent().orElseThrow().info().startInstant().orElseThrow();

    @Test
    void isTheStartOfThisProcessAndNotTheTimeOfTheCall() {
        assertThat(ProcessStart.withParents(Instant.now(), Duration.ZERO)).isBeforeOrEqualTo(own);
    }

    @Test
    void parentThatStartedShortlyBeforeCounts() {
        assertThat(ProcessStart.withParents(self, Instant.now(), EVER)).isBeforeOrEqualTo(parents);
    }

    @Test
    void startInTheFutureIsNotBelieved() {
        Instant now = parents.minusSeconds(3600);

        assertThat(ProcessStart.withParents(self, now, Duration.ZERO)).isEqualTo(now);
    }
}
