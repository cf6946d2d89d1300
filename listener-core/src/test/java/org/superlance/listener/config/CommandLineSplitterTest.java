package org.superlance.listener.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineSplitterTest {

    @Test
    void splitsAtSpacesAndKeepsWhatIsQuotedTogether() {
        assertThat(CommandLineSplitter.split("memmon -a 200MB\t-s 'cat >> /tmp/m'\n  -n \"a \\\"b\\\" \\\\ \\n\""))
                .containsExactly("memmon", "-a", "200MB", "-s", "cat >> /tmp/m", "-n", "a \"b\" \\ \\n");
    }

    @Test
    void joinsQuotedAndUnquotedPartsOfAWord() {
        assertThat(CommandLineSplitter.split("a'b c'\"d\"e\\ f '' \"\"")).containsExactly("ab cde f", "", "");
    }

    @Test
    void knowsNoCommentsAndNoVariables() {
        assertThat(CommandLineSplitter.split("echo #1 $HOME *")).containsExactly("echo", "#1", "$HOME", "*");
        assertThat(CommandLineSplitter.split("  ")).isEqualTo(List.of());
    }

    @ParameterizedTest
    @ValueSource(strings = {"sh -c 'exit 3", "sh -c \"exit", "a\\", "\"a\\"})
    void refusesWhatIsNotFinished(String text) {
        assertThatThrownBy(() -> CommandLineSplitter.split(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(text);
    }
}
