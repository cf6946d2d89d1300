package org.superlance.httpok;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PluginOutputTest {

    @Test
    void aLineOfTextMayBeFollowedByMoreAndByMoreData() {
        PluginOutput output = PluginOutput.parse("""
                DISK OK - free space: / 3326 MB (56%); | /=2643MB;5948;5958;0;5968
                / 15272 MB (77%);
                /boot 68 MB (69%); | /boot=68MB;88;93;0;98
                /home=69357MB;253404;253409;0;253414
                '/var/log'=818MB;970;975;0;980
                """, false);

        assertThat(output.lines())
                .containsExactly("DISK OK - free space: / 3326 MB (56%);", "/ 15272 MB (77%);", "/boot 68 MB (69%);");
        assertThat(labels(output)).containsExactly("/", "/boot", "/home", "/var/log");
    }

    @Test
    void eachLineMayHaveDataOfItsOwn() {
        PluginOutput output = PluginOutput.parse("one | a=1\ntwo | b=2\nthree | c=3\r\n", false);

        assertThat(output.lines()).containsExactly("one", "two", "three");
        assertThat(labels(output)).containsExactly("a", "b", "c");
    }

    @Test
    void theReasonIsTheFirstLineUnlessItSaysOkOfSomethingElse() {
        String connectedFirst =
                " OK - database x (0.015 sec.)|time=0.015s\nQUERY CRITICAL - 'select 11' returned 11|query=11";

        assertThat(PluginOutput.parse(connectedFirst, false).summary("CRITICAL", ""))
                .isEqualTo("QUERY CRITICAL - 'select 11' returned 11");
        assertThat(PluginOutput.parse(connectedFirst, false).summary("", "")).isEqualTo("OK - database x (0.015 sec.)");
        assertThat(PluginOutput.parse("Connection refused\nHTTP CRITICAL - no socket", false)
                        .summary("CRITICAL", ""))
                .isEqualTo("Connection refused");
        assertThat(PluginOutput.parse("\n\n  \nlate", false).summary("", "")).isEqualTo("late");
    }

    @Test
    void whatControlsATerminalIsTakenAway() {
        PluginOutput output =
                PluginOutput.parse("\u001b[1;31mCRIT\u001b[0m \u001b]0;title\u0007down\u0000\u0007\u001b | a=1", false);

        assertThat(output.lines()).containsExactly("CRIT down \uFFFD\uFFFD");
        assertThat(labels(output)).containsExactly("a");
    }

    @Test
    void isBoundedHoweverLongItIs() {
        assertThat(PluginOutput.parse("x".repeat(70_000), true).lines())
                .hasSize(1)
                .allMatch(line -> line.length() <= 400);
        assertThat(PluginOutput.parse("x\n".repeat(70_000), true).lines()).hasSize(200);
        assertThat(PluginOutput.parse("| a=1;2", true).data().kept()).isEmpty();
        assertThat(labels(PluginOutput.parse("text | a=1 b=2 c=12", true))).containsExactly("a", "b");
    }

    @Test
    void isEmptyWhereThereIsNothing() {
        assertThat(PluginOutput.parse("", false).isEmpty()).isTrue();
        assertThat(PluginOutput.parse(" \n\t\n|\n| \n", false).isEmpty()).isTrue();
        assertThat(PluginOutput.parse("|a=1", false).isEmpty()).isFalse();
    }

    private static List<String> labels(PluginOutput output) {
        return output.data().kept().stream().map(PerformanceValue::label).toList();
    }
}
