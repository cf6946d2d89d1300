package org.superlance.listener.util;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextLinesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"", "a", "a\n", "a\nb", "\n", "\n\na\n\n", "a\r\nb\r\n", "a\rb\r", "\r\r\n\n", "a\n\rb", "é€\n😀"
            })
    void splitsATextAsTheJdkDoes(String text) {
        assertThat(TextLines.of(text)).isEqualTo(text.lines().toList());
    }
}
