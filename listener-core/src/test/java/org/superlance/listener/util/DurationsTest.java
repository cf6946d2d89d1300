package org.superlance.listener.util;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

    @Test
    void nothingElapsesBackwards() {
        Instant noon = Instant.parse("2026-11-21T12:00:00Z");

        assertThat(Durations.elapsed(noon, noon.plusSeconds(3))).hasSeconds(3);
        assertThat(Durations.elapsed(noon, noon.minusSeconds(3))).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "90, PT90S",
        "90s, PT90S",
        "2m, PT2M",
        "1.5h, PT90M",
        "2d, PT48H",
        "500ms, PT0.5S",
        "0, PT0S",
        "3 H, PT3H",
        "20 Ms, PT0.02S",
        "' 1.25d ', PT30H"
    })
    void readsUnits(String text, Duration duration) {
        assertThat(Durations.parse(text)).isEqualTo(duration);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "soon",
                "-1s",
                "1w",
                "1m30s",
                "99999999d",
                "1.",
                ".5",
                "1.s",
                "1.5.5",
                "s",
                "1  s",
                "1\ns",
                "1\u017f",
                "\u0661s"
            })
    void refusesWithASentence(String text) {
        assertThatThrownBy(() -> Durations.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "'");
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S, 0s",
        "PT0.049S, 0s",
        "PT0.05S, 0.1s",
        "PT0.2S, 0.2s",
        "PT1.249S, 1.2s",
        "PT1.25S, 1.3s",
        "PT9.96S, 10.0s",
        "PT45S, 45s",
        "PT1M, 1m",
        "PT12M30S, 12m30s",
        "PT2H5M7S, 2h5m",
        "PT76H, 3d4h",
        "PT-5S, 0s"
    })
    void writesTheTwoLargestUnits(Duration duration, String text) {
        assertThat(Durations.format(duration)).isEqualTo(text);
    }
}
