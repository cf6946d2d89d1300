package org.superlance.listener.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.superlance.listener.config.SectionValues.EnvironmentParser;

class EnvironmentParserTest {

    @Test
    void readsQuotedAndBareValues() {
        assertThat(EnvironmentParser.parse("A=\"one, two\",B='it\"s', C=/a.b:c ,\n  D=\"\" , E=\"a=b\","))
                .containsExactly(
                        entry("A", "one, two"),
                        entry("B", "it\"s"),
                        entry("C", "/a.b:c"),
                        entry("D", ""),
                        entry("E", "a=b"));
    }

    @Test
    void nothingIsNoPair() {
        assertThat(EnvironmentParser.parse("  ")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"A", "A=", "=s3cret", "A=b s3cret", "A=\"s3cret", "A=b,,C=d"})
    void refusesWhatIsNoListOfPairsWithoutQuotingIt(String text) {
        assertThatThrownBy(() -> EnvironmentParser.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("KEY=\"value\"")
                .hasMessageNotContaining("s3cret");
    }
}
