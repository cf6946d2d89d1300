package org.superlance.httpok;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superlance.listener.testkit.PackagedCommand;
import org.superlance.listener.testkit.RealSupervisord;
import org.superlance.listener.testkit.RealSupervisordBuilder;
import org.superlance.listener.testkit.TestCommand;

/**
 * The packaged httpok under a real supervisord, with what has no URL: a Redis that is stopped, wants a password, or is
 * healthy, and a program with a heartbeat file.
 */
class HttpokSocketIT {

    private static final Path JAR = PackagedCommand.file("httpok");

    @TempDir
    Path directory;

    @Test
    void restartsARedisThatHangsThoughItAcceptsConnections() throws Exception {
        try (RealSupervisord server = withRedis("", "-t 5 -p redis --send 'PING\\r\\n' --expect +PONG --verbose")) {
            server.awaitRunning("redis");
            server.await("a good answer", () -> server.stderrOf("httpok").contains(" answered '+PONG'"));
            long before = server.pid("redis");

            TestCommand.signal("STOP", List.of(before));

            server.await("the restart", () -> server.stderrOf("httpok").contains("restarted redis:redis"));
            assertThat(server.pid("redis")).isNotEqualTo(before);
            assertThat(server.stderrOf("httpok"))
                    .contains("restarting redis:redis: error contacting " + url() + ": no answer within 5s to PING");
        }
    }

    @Test
    void showsAPersonWhatIsAnsweredAndNotWhatIsSent() throws Exception {
        try (RealSupervisord server = withRedis("--requirepass s3cret", "-p nosuch")) {
            server.awaitRunning("redis");
            String conf = server.confFile().toString();

            String wrong = byHand("-C", conf, "-p", "redis", "--send", "PING\\r\\n", "--expect-regex", "^.PONG", url());
            String right = byHand("--send", "AUTH s3cret\\r\\nPING\\r\\n", "--expect", "PONG", url());

            assertThat(wrong)
                    .containsPattern("redis:redis +\\d+ +-NOAUTH Authentication required. +/\\^.PONG/ .* restart ");
            assertThat(right).contains(url() + " answered '+OK").doesNotContain("s3cret");
            assertThat(server.stderrOf("httpok")).doesNotContain("s3cret");
        }
    }

    @Test
    void restartsAProgramThatDoesNotTouchItsFileAnyMore() throws Exception {
        Path beat = directory.resolve("beat");
        Path hang = directory.resolve("hang");
        String program =
                "while [ ! -e " + hang + " ]; do : > " + beat + "; sleep 1; done; rm " + hang + "; exec sleep 1000000";
        try (RealSupervisord server = RealSupervisord.in(directory)
                .section("program:app", "command=/bin/sh -c \"" + program + "\"")
                .section("eventlistener:httpok", listener("-p app --fresh " + beat + "=10s --verbose"))
                .start()) {
            server.await("a good look", () -> server.stderrOf("httpok").contains("heartbeat " + beat + ": touched "));
            long before = server.pid("app");

            Files.createFile(hang);

            server.await(
                    "the restart",
                    () -> !Files.exists(hang) && server.stderrOf("httpok").contains("restarted app:app"));
            assertThat(server.pid("app")).isNotEqualTo(before);
            assertThat(server.stderrOf("httpok"))
                    .contains("restarting app:app: heartbeat " + beat + ": not touched for ");
        }
    }

    private static String byHand(String... words) {
        List<String> command = new ArrayList<>(List.of(JAR.toString(), "--once", "--dry-run", "-t", "5"));
        command.addAll(List.of(words));
        return TestCommand.output(command);
    }

    private String url() {
        return "unix://" + directory.resolve("redis.sock");
    }

    private RealSupervisord withRedis(String settings, String options) throws Exception {
        RealSupervisordBuilder builder = RealSupervisord.in(directory)
                .section(
                        "program:redis",
                        "command=redis-server --port 0 --save \"\" --dir " + directory + " --unixsocket "
                                + directory.resolve("redis.sock") + " " + settings,
                        "stopwaitsecs=1")
                .section("eventlistener:httpok", listener(options + " " + url()));
        return builder.start();
    }

    private String[] listener(String options) {
        return new String[] {
            "command=" + JAR + " --state-dir " + directory.resolve("state") + " " + options,
            "events=TICK_5",
            RealSupervisord.credentials()
        };
    }
}
