package org.superlance.listener.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
                "env _a1Z= memmon                           | memmon        | ``",
                "procmon watch -a                           | procmon watch | -a"
            })
    void recognisesACommandHoweverItIsStarted(String words, String command, String options) {
        assertThat(CommandMatcher.of(CommandLineSplitter.split(words)).arguments(command))
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
                "env 1A=b memmon                    | memmon",
                "env A-B=c memmon                   | memmon",
                "env =c memmon                      | memmon",
                "memmon.jar.bak -a 1GB              | memmon",
                "``                                 | memmon"
            })
    void takesNothingElseForIt(String words, String command) {
        assertThat(CommandMatcher.of(CommandLineSplitter.split(words)).arguments(command))
                .isEmpty();
        assertThat(CommandMatcher.of(List.of("")).arguments(command)).isEmpty();
    }

    @Test
    void saysWhatEnvSetsAndWhatJavaIsTold() {
        CommandMatcher command = CommandMatcher.of(
                List.of("env", "TZ=UTC", "A=b=c", "java", "-Xmx32m", "-jar", "/opt/timemon.jar", "-p"));

        assertThat(command.environment()).isEqualTo(Map.of("TZ", "UTC", "A", "b=c"));
        assertThat(command.javaOptions()).containsExactly("-Xmx32m");
        assertThat(command.program()).isEqualTo("/opt/timemon.jar");
        assertThat(command.name()).isEqualTo("timemon");
        assertThat(command.arguments()).containsExactly("-p");
    }
}
