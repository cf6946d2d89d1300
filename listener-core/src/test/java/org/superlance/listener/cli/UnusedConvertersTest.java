package org.superlance.listener.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnusedConvertersTest {

    @ParameterizedTest
    @ValueSource(strings = {"java.sql.Time", "java.sql.DriverManager", "java.time.Duration", "java.time.ZoneOffset"})
    void areWhatPicocliLeavesOut(String type) {
        assertThat(UnusedConverters.contains(type)).isTrue();
        assertThat(type).matches(pattern());
    }

    @ParameterizedTest
    @ValueSource(strings = {"java.nio.file.Path", "java.timer.Clock"})
    void areNoOthers(String type) {
        assertThat(UnusedConverters.contains(type)).isFalse();
        assertThat(type).doesNotMatch(pattern());
    }

    private static String pattern() {
        UnusedConverters.exclude();
        return System.getProperty("picocli.converters.excludes");
    }
}
