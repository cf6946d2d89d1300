package org.superlance.listener.util;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {

    @Test
    void waitsTwiceAsLongAfterEachAttemptButNeverLongerThanFiveMinutes() {
        List<Long> seconds = IntStream.of(1, 2, 3, 4, 9, 10, 1_000_000)
                .mapToObj(attempts -> Backoff.RETRY.delayAfter(attempts).toSeconds())
                .toList();

        assertThat(seconds).containsExactly(1L, 2L, 4L, 8L, 256L, 300L, 300L);
    }

    @Test
    void refusesDelaysThatHammerOrShrink() {
        Duration second = Duration.ofSeconds(1);

        assertThatThrownBy(() -> Backoff.doubling(Duration.ZERO, second)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Backoff.doubling(Duration.ofSeconds(2), second))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Backoff(second, 0.5, second)).isInstanceOf(IllegalArgumentException.class);
    }
}
