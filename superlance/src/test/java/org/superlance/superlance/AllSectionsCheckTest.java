package org.superlance.superlance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superlance.listener.runtime.CommandContext;
import org.superlance.listener.testkit.CommandLineFixture;

/** Where no supervisord answers; {@code CheckIT} has one. */
class AllSectionsCheckTest extends CommandLineFixture {

    private static final String SERVER = """
            [inet_http_server]
            port=127.0.0.1:1
            [rpcinterface:supervisor]
            supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface
            """;

    @TempDir
    Path directory;

    @Override
    protected int command(CommandContext context, String... arguments) {
        return Superlance.run(context, arguments);
    }

    @Test
    void looksAtTheSectionsOfAllCommands() throws IOException {
        Path listeners = Files.writeString(
                directory.resolve("listeners.conf"), "[eventlistener:inner]\ncommand=memmon -a 5\nevents=TICK_60\n");

        int status = check("""
                [eventlistener:one]
                command=python3 -m superlance.memmon -a 1GB
                events=TICK_60
                [eventlistener:two]
                command=bash -c "exec crashmail -m $TO"
                environment=TO=a
                events=PROCESS_STATE_FATAL
                [eventlistener:three]
                command=procmon watch -a
                events=TICK_60
                [eventlistener:four]
                command=superlance %s
                events=PROCESS_STATE
                [eventlistener:five]
                command=supervisor_stdout
                events=PROCESS_LOG
                [eventlistener:six]
                command=memmon "-a 1GB
                events=TICK_60
                """.formatted(listeners));

        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("[eventlistener:one] command= runs memmon with Python")
                .contains("[eventlistener:two] PROCESS_STATE_EXITED events are missing")
                .contains("[eventlistener:three] PROCESS_STATE")
                .contains("[eventlistener:inner] the limit 5B (-a) is 5 bytes")
                .contains("[eventlistener:four] its events= lacks TICK_60")
                .contains("[eventlistener:five] note: runs none of our commands")
                .containsPattern("\\[eventlistener:six\\] .*is not closed")
                .endsWith("superlance: something is wrong; 4 of 6 listeners of " + directory.resolve("supervisord.conf")
                        + " are ours\n");
        assertThat(status).isEqualTo(1);
    }

    @Test
    void asksTheSupervisordThatASectionNames() throws IOException {
        check("""
                [eventlistener:one]
                command=memmon -a 1GB
                environment=SUPERVISOR_SERVER_URL="http://127.0.0.1:2"
                events=TICK_60
                [eventlistener:two]
                command=memmon -a 1GB
                serverurl=http://127.0.0.1:3
                events=TICK_60
                [eventlistener:three]
                command=memmon -a 1GB
                serverurl=AUTO
                events=TICK_60
                [eventlistener:four]
                command=memmon -a 1GB
                serverurl=ftp://x
                events=TICK_60
                """);

        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains(
                        "[eventlistener:one] note: its supervisord is the one at http://127.0.0.1:2, as the section says")
                .contains("[eventlistener:one] connection refused: 127.0.0.1:2")
                .contains("[eventlistener:two] connection refused: 127.0.0.1:3")
                .contains("[eventlistener:three] connection refused: 127.0.0.1:1")
                .contains("[eventlistener:four] ");
        assertThat(out).asString().containsPattern("\\[eventlistener:four\\] .*ftp");
    }

    private int check(String sections) throws IOException {
        Path file = Files.writeString(directory.resolve("supervisord.conf"), SERVER + sections);
        return run(Map.of(), true, "--check", "-C", file.toString());
    }
}
