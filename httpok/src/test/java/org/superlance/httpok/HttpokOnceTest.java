package org.superlance.httpok;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.superlance.listener.http.ScriptedServer;
import org.superlance.listener.runtime.CommandContext;
import org.superlance.listener.testkit.Await;
import org.superlance.listener.testkit.CommandLineFixture;

/** {@code httpok --once}, as a health check of a container and as a plugin of Nagios run it: without a supervisord. */
class HttpokOnceTest extends CommandLineFixture {

    private static final String TIME = "time=\\d+\\.\\d{3}s;;";

    @Override
    protected int command(CommandContext context, String... arguments) {
        return Httpok.run(context, arguments);
    }

    @Test
    void tellsByItsStatusWhetherAUrlIsWell() throws Exception {
        try (ScriptedServer server = ScriptedServer.answering(ScriptedServer.ok("fine"))) {
            assertThat(once(server.url())).isZero();
            assertThat(out).hasToString("status contacting " + server.url() + ": 200 OK\n");
            assertThat(once("-b", "nosuch", server.url())).isEqualTo(1);
            assertThat(err).asString().isEmpty();
        }
    }

    @Test
    void cannotTellWithoutTheSupervisordThatItsProgramsAreOf() throws Exception {
        try (ScriptedServer server = ScriptedServer.answering(ScriptedServer.ok("fine"))) {
            assertThat(once("-p", "web", "--server-url", "http://127.0.0.1:1", server.url()))
                    .isEqualTo(3);
            assertThat(out).asString().isEmpty();
            assertThat(once("--nagios", "-p", "web", "--server-url", "http://127.0.0.1:1", server.url()))
                    .isEqualTo(3);
            assertThat(out)
                    .asString()
                    .startsWith("HTTPOK UNKNOWN - cannot check: ")
                    .hasLineCount(1);
        }
    }

    @Test
    void printsOneLineForNagios() throws Exception {
        try (ScriptedServer server = ScriptedServer.answering(ScriptedServer.ok("fine"))) {
            assertThat(once("--nagios", "--max-latency", "90", server.url())).isZero();
            assertThat(lastLine())
                    .matches("HTTPOK OK - status contacting " + server.url() + ": 200 OK \\| " + TIME
                            + "90\\.000;0\\.000;" + Await.LIMIT.toSeconds() + "\\.000");

            assertThat(once("--nagios", "-b", "a|b\nc", server.url())).isEqualTo(2);
            assertThat(lastLine())
                    .startsWith("HTTPOK CRITICAL - body contacting " + server.url() + ": 'a/b")
                    .containsPattern(" \\| " + TIME)
                    .matches("[^|]*\\|[^|]*");

            assertThat(once("--nagios", "--user-file", "/nosuch", server.url())).isEqualTo(3);
            assertThat(lastLine()).startsWith("HTTPOK UNKNOWN - cannot check ").doesNotContain("|");
            assertThat(out).asString().hasLineCount(3);
        }
    }

    @Test
    void passesOnWhatAPluginSays() {
        String warning = "sh -c 'echo \"LOAD WARNING | load1=4;3;5;0 load5=2 x\"; exit 1'";

        assertThat(once("--plugin", warning)).isZero();
        assertThat(out).hasToString("sh: LOAD WARNING\n");
        assertThat(once("--fail-on", "warning", "--plugin", warning)).isEqualTo(1);
        assertThat(once("--nagios", "--plugin", warning)).isEqualTo(1);
        assertThat(lastLine()).isEqualTo("HTTPOK WARNING - sh: LOAD WARNING | load1=4;3;5;0 load5=2");
        assertThat(once("--nagios", "--plugin", warning, "--plugin", "sh -c 'echo \"| a b=1 c=2B\"; exit 2'"))
                .isEqualTo(2);
        assertThat(lastLine())
                .isEqualTo("HTTPOK CRITICAL - sh#2 CRITICAL | sh::load1=4;3;5;0 sh::load5=2 sh#2::b=1 sh#2::c=2B");
        assertThat(once("--nagios", "--plugin", "sh -c 'echo gone; exit 3'")).isEqualTo(3);
        assertThat(lastLine()).isEqualTo("HTTPOK UNKNOWN - sh UNKNOWN: gone");
        assertThat(once("--nagios", "--plugin", "sh -c 'kill -9 $$'")).isEqualTo(3);
        assertThat(lastLine()).isEqualTo("HTTPOK UNKNOWN - cannot check with sh: it was ended by SIGKILL");
    }

    @Test
    void combinesSeveralChecksForNagios() throws Exception {
        try (ScriptedServer server = ScriptedServer.answering(ScriptedServer.ok("fine"))) {
            String socket = "tcp://127.0.0.1:" + server.port();
            assertThat(once("--nagios", server.url(), socket)).isZero();
            assertThat(lastLine()).matches("HTTPOK OK - 2 of 2 checks succeeded \\| time_1=.* time_2=.*");

            assertThat(once("--nagios", "--fresh", "/nosuch/beat=9s", server.url()))
                    .isEqualTo(2);
            assertThat(lastLine())
                    .startsWith("HTTPOK CRITICAL - heartbeat /nosuch/beat: the file is missing | time_1=");

            assertThat(once("--nagios", "--any-ok", "--fresh", "/nosuch/beat=9s", server.url()))
                    .isZero();
            assertThat(lastLine()).startsWith("HTTPOK OK - 1 of 2 checks succeeded |");
        }
    }

    @Test
    void isForACheckByHand() {
        assertRefused("httpok", listen("--nagios", "http://localhost/"), "--nagios", "needs --once");
    }

    private int once(String... words) {
        Stream<String> limit = Stream.of("--once", "-t", Long.toString(Await.LIMIT.toSeconds()));
        return run(Map.of(), true, Stream.concat(limit, Stream.of(words)).toArray(String[]::new));
    }

    private String lastLine() {
        return out.toString(StandardCharsets.UTF_8)
                .lines()
                .reduce((before, after) -> after)
                .orElse("");
    }
}
