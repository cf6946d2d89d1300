package org.superlance.listener.conf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WordsTest {

    @Test
    void splitsAtSpacesAndKeepsWhatIsQuotedTogether() {
        assertThat(Words.split("memmon -a 200MB\t-s 'cat >> /tmp/m'\n  -n \"a \\\"b\\\" \\\\ \\n\""))
                .containsExactly("memmon", "-a", "200MB", "-s", "cat >> /tmp/m", "-n", "a \"b\" \\ \\n");
    }

    @Test
    void joinsQuotedAndUnquotedPartsOfAWord() {
        assertThat(Words.split("a'b c'\"d\"e\\ f '' \"\"")).containsExactly("ab cde f", "", "");
    }

    @Test
    void knowsNoCommentsAndNoVariables() {
        assertThat(Words.split("echo #1 $HOME *")).containsExactly("echo", "#1", "$HOME", "*");
        assertThat(Words.split("  ")).isEqualTo(List.of());
    }

    @ParameterizedTest
    @ValueSource(strings = {"sh -c 'exit 3", "sh -c \"exit", "a\\", "\"a\\"})
    void refusesWhatIsNotFinished(String text) {
        assertThatThrownBy(() -> Words.split(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(text);
    }
}
