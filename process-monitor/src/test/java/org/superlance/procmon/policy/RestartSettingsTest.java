package org.superlance.procmon.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.superlance.listener.util.Durations;
import org.superlance.listener.util.RateLimit;

class RestartSettingsTest {

    @Test
    void defaultsAreThoseOfTwisted() {
        RestartSettings defaultValue = RestartSettings.DEFAULT;

        assertThat(defaultValue.threshold()).isEqualTo(Duration.ofSeconds(1));
        assertThat(defaultValue.killTime()).isEqualTo(Duration.ofSeconds(5));
        assertThat(defaultValue.minRestartDelay()).isEqualTo(Duration.ofSeconds(1));
        assertThat(defaultValue.maxRestartDelay()).isEqualTo(Duration.ofHours(1));
        assertThat(defaultValue.consistencyDelay()).isEqualTo(Duration.ofMinutes(1));
        assertThat(defaultValue.successfulRun()).isEqualTo(Duration.ofSeconds(1));
        assertThat(defaultValue.maxFailures()).isEmpty();
    }

    @Test
    void builderOverridesDefaults() {
        RateLimit budget = RateLimit.parse("9/1h");

        RestartSettings settings = RestartSettings.builder()
                .threshold(Duration.ofSeconds(2))
                .killTime(Duration.ofSeconds(3))
                .maxRestartDelay(Duration.ofSeconds(5))
                .minRestartDelay(Duration.ofSeconds(4))
                .consistencyDelay(Duration.ofSeconds(6))
                .resetAfter(Duration.ofSeconds(7))
                .jitter(8)
                .maxFailures(budget)
                .build();

        assertThat(settings)
                .isEqualTo(new RestartSettings(
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(4),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(6),
                        Optional.of(Duration.ofSeconds(7)),
                        8,
                        Optional.of(budget)));
    }

    @ParameterizedTest
    @CsvSource({
        "1s, 5s, 0s, 1h, 60s, 1s,  0,  5/1h, minrestartdelay",
        "1s, 5s, 2s, 1s, 60s, 1s,  0,  5/1h, maxrestartdelay",
        "1s, 5s, 1s, 1h, 0s,  1s,  0,  5/1h, consistencydelay",
        "2s, 5s, 1s, 1h, 60s, 1s,  0,  5/1h, reset-after",
        "1s, 5s, 1s, 1h, 60s, 1s, -1,  5/1h, jitter",
        "1s, 5s, 1s, 1h, 60s, 1s, 101, 5/1h, jitter",
        "1s, 5s, 1s, 1h, 60s, 1s,  0,  101/1h, max-failures"
    })
    void rejectsInvalidValuesByName(
            String threshold,
            String killTime,
            String shortest,
            String longest,
            String consistency,
            String resetAfter,
            int jitter,
            String maxFailures,
            String wrong) {
        assertThatThrownBy(() -> new RestartSettings(
                        Durations.parse(threshold),
                        Durations.parse(killTime),
                        Durations.parse(shortest),
                        Durations.parse(longest),
                        Durations.parse(consistency),
                        Optional.of(Durations.parse(resetAfter)),
                        jitter,
                        Optional.of(RateLimit.parse(maxFailures))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(wrong + " ");
    }
}
