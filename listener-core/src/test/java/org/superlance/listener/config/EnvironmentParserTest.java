package org.superlance.listener.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
    void takesAnyOneThingForASeparatorAsSupervisordDoes() {
        assertThat(EnvironmentParser.parse("A=1;B=2|C=3 and D=4 # the rest is a comment\n, E=5"))
                .containsExactly(entry("A", "1"), entry("B", "2"), entry("C", "3"), entry("D", "4"), entry("E", "5"));
        assertThat(EnvironmentParser.parse("A=$B")).containsExactly(entry("A", "$"));
        assertThat(EnvironmentParser.parse("A=b=c=d")).containsExactly(entry("A", "b"), entry("c", "d"));
        assertThat(EnvironmentParser.parse("A=b\"c, D='\"e\"'")).containsExactly(entry("A", "b\"c"), entry("D", "e"));
    }

    @Test
    void nothingIsNoPair() {
        assertThat(EnvironmentParser.parse("  ")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"A", "A=", "=s3cret", "A=\"s3cret", "A=b,,C=d", "A=b=s3cret", "A=b\nC=s3cret"})
    void refusesWhatIsNoListOfPairsWithoutQuotingIt(String text) {
        assertThatThrownBy(() -> EnvironmentParser.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .containsAnyOf("KEY=\"value\"", "close it")
                .doesNotContain("s3cret");
    }
}
