package org.superlance.listener.configcheck;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.superlance.listener.config.CommandLineSplitter;

class CommandMatcherTest {

    @ParameterizedTest(name = "{0} runs {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "memmon -a 1GB                              | memmon        | -a 1GB",
                "/usr/local/bin/memmon -a '1 GB'            | memmon        | -a '1 GB'",
                "/opt/memmon.jar                            | memmon        | ``",
                "superlance memmon -a 1GB                   | memmon        | -a 1GB",
                "java -Xmx32m -jar /opt/memmon.jar -a 1GB   | memmon        | -a 1GB",
                "/usr/bin/java -jar superlance.jar memmon   | memmon        | ``",
                "env A=b C='d e' memmon -a 1GB              | memmon        | -a 1GB",
                "procmon watch -a                           | procmon watch | -a"
            })
    void recognisesACommandHoweverItIsStarted(String words, String command, String options) {
        assertThat(CommandMatcher.arguments(CommandLineSplitter.split(words), command))
                .contains(CommandLineSplitter.split(options));
    }

    @ParameterizedTest(name = "{0} does not run {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "httpok -n memmon http://localhost/ | memmon",
                "memmonitor -a 1GB                  | memmon",
                "superlance /etc/listeners.conf     | memmon",
                "procmon run -- sleep 1             | procmon watch",
                "sh -c 'memmon -a 1GB'              | memmon",
                "java memmon                        | memmon",
                "env                                | memmon",
                "``                                 | memmon"
            })
    void takesNothingElseForIt(String words, String command) {
        assertThat(CommandMatcher.arguments(CommandLineSplitter.split(words), command))
                .isEmpty();
        assertThat(CommandMatcher.arguments(List.of(""), command)).isEmpty();
    }
}
