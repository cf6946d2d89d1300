package org.superlance.listener.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PythonTextTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "0007, 7",
        "' 7\u00a0', 7",
        "-1, -1",
        "+5, 5",
        "1_000, 1000",
        "999999999999999999, 999999999999999999",
        "9223372036854775807, 9223372036854775807",
        "9223372036854775808, 9223372036854775807",
        "-99999999999999999999, -9223372036854775808"
    })
    void hasANumber(String text, long number) {
        assertThat(PythonText.number(text)).contains(number);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "-", "1.0", "1e3", "0x1", "1 0", "_1", "1_", "1__0", "+-1", "\u0661"})
    void hasNone(String text) {
        assertThat(PythonText.number(text)).isEmpty();
    }
}
