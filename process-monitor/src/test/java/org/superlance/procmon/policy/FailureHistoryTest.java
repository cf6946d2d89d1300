package org.superlance.procmon.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.superlance.listener.util.RateLimit;

class FailureHistoryTest {

    private static final Instant NOW = Instant.parse("2026-11-21T02:54:56.192Z");

    @Test
    void readsBackWhatItWrote() {
        FailureHistory failures = new FailureHistory(2, List.of(NOW, NOW.plusMillis(1)), true);

        assertThat(failures.text()).isEqualTo("2 given-up 2026-11-21T02:54:56.192Z 2026-11-21T02:54:56.193Z");
        assertThat(FailureHistory.parse(failures.text())).isEqualTo(failures);
        assertThat(FailureHistory.parse(FailureHistory.NONE.text())).isEqualTo(FailureHistory.NONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2",
                "2 dead",
                "-1 trying",
                "99999999999 trying",
                "1000001 trying",
                "x trying",
                "2 trying yesterday",
                "2 trying ",
                "2 trying 2026-11-21T02:54:56Z 1"
            })
    void rejectsTextThatIsNoFailureHistory(String text) {
        assertThatThrownBy(() -> FailureHistory.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void rejectsTooManyTimes() {
        String endless = "2 trying" + String.join("", Collections.nCopies(101, " " + NOW));

        assertThatThrownBy(() -> FailureHistory.parse(endless)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void keepsNoMoreTimesThanTheLimitCounts() {
        RateLimit budget = RateLimit.parse("2/1h");
        FailureHistory failures = FailureHistory.NONE;

        for (int i = 0; i < 5; i++) {
            failures = failures.counting(budget, NOW.plusSeconds(i));
        }

        assertThat(failures.recent()).containsExactly(NOW.plusSeconds(3), NOW.plusSeconds(4));
    }

    @Test
    void dropsFutureTimesAfterTheClockWasSetBack() {
        FailureHistory failures = new FailureHistory(1, List.of(NOW.plusSeconds(86_400)), false);

        assertThat(failures.counting(RateLimit.parse("5/1h"), NOW).recent()).containsExactly(NOW);
    }
}
