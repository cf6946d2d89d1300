package org.superlance.superlance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superlance.listener.testkit.PackagedCommand;
import org.superlance.listener.testkit.TestCommand;

/** {@code --log-format json} of the packaged commands. */
class LogFormatIT {

    private static final Path JAR = PackagedCommand.file("superlance");
    private static final String OBJECT =
            "\\{\"time\":\"[^\"]+\",\"level\":\"[A-Z]+\",\"listener\":\"%s\",\"logger\":\"[^\"]+\","
                    + "\"message\":\".*\",\"exception\":(?:null|\".*\")\\}";

    @TempDir
    Path directory;

    @Test
    void everyLineOfAListenerIsAnObject() {
        assertThat(log("memmon -a 1GB --log-format json"))
                .isNotEmpty()
                .allMatch(line -> line.matches(OBJECT.formatted("here")));
        assertThat(log("crashmail --log-format json"))
                .isNotEmpty()
                .allMatch(line -> line.matches(OBJECT.formatted("here")));
        assertThat(log("memmon -a 1GB")).isNotEmpty().noneMatch(line -> line.startsWith("{"));
    }

    @Test
    void everyLineOfSeveralListenersSaysWhoseItIs() throws Exception {
        Path file = Files.writeString(directory.resolve("listeners.conf"), """
                [eventlistener:memory]
                command=memmon -a 1GB
                events=TICK_60
                [eventlistener:deaths]
                command=crashmail
                events=PROCESS_STATE_EXITED
                """);

        List<String> lines = log("--log-format json " + file);

        assertThat(lines).allMatch(line -> line.matches(OBJECT.formatted("[a-z:]+")));
        assertThat(lines).anyMatch(line -> line.contains("\"listener\":\"memory"));
        assertThat(lines).anyMatch(line -> line.contains("\"listener\":\"deaths"));
    }

    /** What is written on stderr until the end of its stdin. */
    private static List<String> log(String words) {
        String command =
                "SUPERVISOR_SERVER_URL=http://127.0.0.1:1 SUPERVISOR_PROCESS_NAME=here SUPERVISOR_GROUP_NAME=here "
                        + JAR + " " + words + " 2>&1 >/dev/null </dev/null";
        return Stream.of(TestCommand.output(List.of("sh", "-c", command)).split("\n"))
                .filter(line -> !line.isBlank())
                .toList();
    }
}
