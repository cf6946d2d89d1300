package org.superlance.listener.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandLauncherTest {

    private static final Map<String, String> VARIABLES = Map.of("HOSTNAME", "web 1", "TO", "a@b");

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "memmon -a 1GB                                   | []            | memmon | [-a, 1GB]",
                "/usr/bin/python -u /usr/bin/httpok -p web http://x/ | [PYTHON]  | httpok | [-p, web, http://x/]",
                "python3 -m superlance.memmon -a 1GB             | [PYTHON]      | memmon | [-a, 1GB]",
                "python3.11 -W ignore /srv/memmon.py -a 1GB      | [PYTHON]      | memmon | [-a, 1GB]",
                "env -i A=b memmon -a 1GB                        | []            | memmon | [-a, 1GB]",
                "env -u X A=b python memmon -a 1GB               | [PYTHON]      | memmon | [-a, 1GB]",
                "env A=b java -Xmx1g -jar memmon.jar -a 1GB      | []            | memmon | [-a, 1GB]",
                "java -jar /opt/memmon.jar -a 1GB                | []            | memmon | [-a, 1GB]",
                "superlance memmon -a 1GB                        | []            | memmon | [-a, 1GB]",
                "sh -c 'memmon -a 1GB'                           | [SHELL]       | memmon | [-a, 1GB]",
                "bash -lc 'cd /srv && exec memmon -a 1GB 2>>/var/log/m 3<x' | [SHELL] | memmon | [-a, 1GB]",
                "/bin/bash -c \"/usr/local/bin/crashmailbatch -t $TO -s \\\"supervisor $HOSTNAME\\\"\""
                        + " | [SHELL] | crashmailbatch | [-t, a@b, -s, supervisor web 1]",
                "sh -c 'memmon -a 1GB -n \"a ${TO} \\$TO\" -m '\\''$TO'\\''; true' | [SHELL] | memmon"
                        + " | [-a, 1GB, -n, a a@b $TO, -m, $TO]",
                "sh -c 'X=1 memmon -a $(cat limit) -n $NONE'     | [SHELL]       | memmon | [-a, $, -n, $NONE]",
                "su - app -c 'memmon -a 1GB'                     | [USER]        | memmon | [-a, 1GB]",
                "su -s /bin/sh app --command='exec memmon -a 1GB' | [USER]       | memmon | [-a, 1GB]",
                "/sbin/runuser -u app -- memmon -a 1GB           | [USER]        | memmon | [-a, 1GB]",
                "runuser -u app memmon -a 1GB                    | [USER]        | memmon | [-a, 1GB]",
                "bash -c 'su app -c \"python memmon -a 1GB\"'    | [PYTHON, SHELL, USER] | memmon | [-a, 1GB]",
            })
    void findsTheCommandBehindWhatStartsIt(String line, String kinds, String command, String arguments) {
        CommandLauncher launcher = CommandLauncher.of(CommandLineSplitter.split(line), VARIABLES);

        assertThat(launcher.kinds().stream().sorted().toList()).hasToString(kinds);
        if (!arguments.contains("$,")) {
            assertThat(launcher.arguments(command))
                    .hasValueSatisfying(found -> assertThat(found).hasToString(arguments));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "~~",
                "python",
                "python -c x",
                "sh",
                "sh script",
                "sh -c",
                "sh -c 'echo \"memmon'",
                "su app",
                "su",
                "runuser -u",
                "env",
                "env -u",
                "sleep 1",
                "sh -c ';;'"
            })
    void findsNoneWhereThereIsNone(String line) {
        assertThat(CommandLauncher.of(CommandLineSplitter.split(line), VARIABLES)
                        .arguments("memmon"))
                .isEmpty();
    }

    @Test
    void endsWhereShellsAreNestedWithoutEnd() {
        List<String> words = List.of("memmon");
        for (int i = 0; i < 20; i++) {
            words = List.of("env", "sh", "-c", String.join(" ", words));
        }

        assertThat(CommandLauncher.of(words, Map.of()).commands()).isNotEmpty();
    }
}
