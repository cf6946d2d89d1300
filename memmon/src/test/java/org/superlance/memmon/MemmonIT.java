package org.superlance.memmon;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.superlance.listener.testkit.Command;
import org.superlance.listener.testkit.Exposition;
import org.superlance.listener.testkit.PackagedCommand;
import org.superlance.listener.testkit.RealSupervisord;
import org.superlance.listener.testkit.RealSupervisordBuilder;

/** The packaged memmon under a real supervisord, with programs that really grow. */
class MemmonIT {

    private static final Path JAR = PackagedCommand.file("memmon");
    private static final String HOLDS_50_MB =
            "command=python3 -c \"import time; x = b'x' * 50000000; time.sleep(1000000)\"";
    private static final String IDLES = "command=sleep 1000000";
    /** Without it the listener would look for its state where an installed one has it. */
    private static final String NO_STATE =
            " --state-dir " + Path.of("target/state").toAbsolutePath();

    private static final Pattern TWICE_OR_MORE = Pattern.compile(
            "program=\"prógrammé🚀:prógrammé🚀\",reason=\"memory\",outcome=\"restarted\"} ([2-9]|\\d\\d)");

    @TempDir
    Path directory;

    /** The examples of memmon's documentation, with sizes that fit the programs here. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "-a 40MB -m bob@example.com",
                "-p big=40MB -m bob@example.com",
                "-g grown=40MB -m bob@example.com",
                "-p big=40MB -m bob@example.com -u 2d",
                "-c -p grown:big=40MB -m bob@example.com -n site"
            })
    void restartsWhatIsTooLargeAndNothingElse(String options) {
        try (RealSupervisord server = withMemmon(options).start()) {
            awaitRunning(server, "small");
            String small = pid(server, "small");
            String memmon = pid(server, "memmon");

            server.await("the restart", () -> server.stderrOf("memmon").contains("restarted grown:big"));
            server.await("the mail", () -> mail().contains("process grown:big restarted"));

            assertThat(server.stderrOf("memmon"))
                    .containsPattern("restart grown:big: RSS .* is more than 40MB .*; pid \\d+, up \\d");
            assertThat(server.log()).contains("stopped: big").doesNotContain("stopped: small");
            assertThat(pid(server, "small")).isEqualTo(small);
            assertThat(pid(server, "memmon")).isEqualTo(memmon);
            assertThat(mail())
                    .contains("To: bob@example.com", "Message-ID: <", "Date: ", "charset=UTF-8")
                    .containsPattern("Subject: memmon( \\[site])?: process grown:big restarted")
                    .contains("is more than 40MB");
            assertThat(server.stderrOf("memmon")).doesNotContain("s3cret");
        }
    }

    @Test
    void restartsOverTcpToo() {
        RealSupervisordBuilder builder = RealSupervisord.in(directory).inet();
        String url = builder.build().inetUrl();
        builder.section("program:big", HOLDS_50_MB)
                .section(
                        "eventlistener:memmon",
                        "command=" + JAR + " -a 40MB" + NO_STATE,
                        "events=TICK_5",
                        RealSupervisord.credentials() + ",SUPERVISOR_SERVER_URL=\"" + url + "\"");

        try (RealSupervisord server = builder.start()) {
            server.await("the restart", () -> server.stderrOf("memmon").contains("restarted big:big"));
        }
    }

    @Test
    void actsOnProgramsWithNamesInAnyScriptAndTellsThemInItsMetrics() {
        Path metrics = directory.resolve("memmon.prom");
        RealSupervisordBuilder builder = RealSupervisord.in(directory)
                .section("program:prógrammé🚀", HOLDS_50_MB)
                .section(
                        "eventlistener:memmon",
                        "command=" + JAR + " -p prógrammé🚀=40MB --metrics-file " + metrics + NO_STATE,
                        "events=TICK_5,PROCESS_STATE",
                        RealSupervisord.credentials());

        try (RealSupervisord server = builder.start()) {
            server.await("the restart", () -> server.stderrOf("memmon").contains("restarted prógrammé🚀:prógrammé🚀"));
            server.await("a tick after it", () -> count(server.stderrOf("memmon"), "restarted ") > 1);
            assertThat(server.ctl("status", "memmon")).contains("RUNNING");
            server.await(
                    "two restarts in the metrics",
                    () -> TWICE_OR_MORE.matcher(read(metrics)).find());
            String self = "command=\"memmon\",listener=\"memmon:memmon\"";
            Exposition told = Exposition.parse(read(metrics));
            assertThat(told.value("superlance_memory_limit_bytes{" + self + ",program=\"prógrammé🚀:prógrammé🚀\"}"))
                    .isEqualTo(40L << 20);
            assertThat(told.names())
                    .contains(
                            "superlance_last_tick_timestamp_seconds",
                            "superlance_checks_total",
                            "superlance_decisions_total",
                            "superlance_build_info");
        }
    }

    @Test
    void saysOnceWhatIsWrongWithItsPasswordAndLivesOn() {
        RealSupervisordBuilder builder = RealSupervisord.in(directory)
                .section(
                        "eventlistener:memmon",
                        "command=" + JAR + " -a 40MB" + NO_STATE,
                        "events=TICK_5",
                        "environment=SUPERVISOR_USERNAME=\"tester\",SUPERVISOR_PASSWORD=\"wrong-one\"");

        try (RealSupervisord server = builder.start()) {
            server.await("a second attempt", () -> count(server.stderrOf("memmon"), "cannot check") > 1);

            assertThat(server.stderrOf("memmon"))
                    .contains("SUPERVISOR_USERNAME and SUPERVISOR_PASSWORD")
                    .doesNotContain("wrong-one")
                    .doesNotContain("Exception");
            assertThat(server.ctl("status", "memmon")).contains("RUNNING");
        }
    }

    @Test
    void mailsThroughAServer() {
        GreenMail mailServer = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        mailServer.start();
        try {
            int port = mailServer.getSmtp().getPort();
            Path metrics = directory.resolve("memmon.prom");
            String options = "-a 40MB -m bob@example.com --fromEmail memmon@example.com --smtpHost 127.0.0.1:" + port
                    + " --metrics-file " + metrics;
            try (RealSupervisord server = withMemmon(options).start()) {
                server.await("the mail", () -> mailServer.getReceivedMessages().length > 0);

                assertThat(GreenMailUtil.getWholeMessage(mailServer.getReceivedMessages()[0]))
                        .contains("From: memmon@example.com", "To: bob@example.com")
                        .contains("Subject: memmon: process grown:big restarted");
                server.await(
                        "the mail in the metrics",
                        () -> read(metrics)
                                .contains(
                                        "superlance_alerts_delivered_total{command=\"memmon\",listener=\"memmon:memmon\","
                                                + "destination=\"mail\"} 1"));
            }
        } finally {
            mailServer.stop();
        }
    }

    @Test
    void onlySaysWhatItWouldDoInADryRun() {
        try (RealSupervisord server =
                withMemmon("-a 40MB -m bob@example.com --dry-run").start()) {
            awaitRunning(server, "grown:big");
            String big = pid(server, "grown:big");

            server.await("two rounds", () -> count(server.stderrOf("memmon"), "dry run, would restart grown:big") > 1);

            assertThat(pid(server, "grown:big")).isEqualTo(big);
            assertThat(mail()).isEmpty();
        }
    }

    @Test
    void finishesARestartWhenItIsTerminated() {
        RealSupervisordBuilder builder = RealSupervisord.in(directory)
                .section(
                        "program:slow",
                        "command=python3 -c \"import signal, time; x = b'x' * 50000000;"
                                + " signal.signal(signal.SIGTERM, lambda *_: (time.sleep(3), exit()));"
                                + " [time.sleep(1) for _ in iter(int, 1)]\"")
                .section(
                        "eventlistener:memmon",
                        "command=" + JAR + " -p slow=40MB" + NO_STATE,
                        "events=TICK_5",
                        RealSupervisord.credentials());

        try (RealSupervisord server = builder.start()) {
            awaitRunning(server, "slow");
            server.await("the stop", () -> server.ctl("status", "slow").contains("STOPPING"));

            server.ctl("stop", "memmon");

            assertThat(server.stderrOf("memmon")).contains("restarted slow:slow");
            awaitRunning(server, "slow");
        }
    }

    @Test
    void bringsBackInItsNextLifeWhatItHadStoppedWhenItWasKilled() {
        RealSupervisordBuilder builder = RealSupervisord.in(directory)
                .section(
                        "program:slow",
                        "command=python3 -c \"import signal, time; x = b'x' * 50000000;"
                                + " signal.signal(signal.SIGTERM, lambda *_: (time.sleep(4), exit()));"
                                + " [time.sleep(1) for _ in iter(int, 1)]\"")
                .section(
                        "eventlistener:memmon",
                        "command=" + JAR + " -p slow=40MB --state-dir " + directory.resolve("state"),
                        "events=TICK_5",
                        "autorestart=false",
                        RealSupervisord.credentials());

        try (RealSupervisord server = builder.start()) {
            awaitRunning(server, "slow");
            server.await("the stop", () -> server.ctl("status", "slow").contains("STOPPING"));
            server.ctl("signal", "KILL", "memmon");
            server.await(
                    "the program to be down", () -> server.ctl("status", "slow").contains("STOPPED"));

            server.ctl("start", "memmon");

            awaitRunning(server, "slow");
            assertThat(server.stderrOf("memmon")).contains("slow:slow: this listener was ended while it restarted it");
        }
    }

    @Test
    void showsATableToAPerson() throws Exception {
        try (RealSupervisord server = withMemmon("-a 1GB").start()) {
            awaitRunning(server, "grown:big");
            String big = pid(server, "grown:big");

            String table = Command.output(List.of(
                    JAR.toString(),
                    "--once",
                    "--dry-run",
                    "-C",
                    server.confFile().toString(),
                    "-p",
                    "big=40MB",
                    "-a",
                    "1GB",
                    "--exclude",
                    "nosuch"));

            assertThat(table)
                    .containsPattern("PROGRAM +PID +MEMORY +LIMIT +UPTIME +VERDICT +REASON\n")
                    .containsPattern(
                            "grown:big +" + big + " +RSS \\d.* 40MB \\(-p big\\) .* restart +RSS .* is more than")
                    .containsPattern("small:small .* ok ")
                    .containsPattern("nosuch .* unknown +supervisord knows no process of this name");
            assertThat(pid(server, "grown:big")).isEqualTo(big);
        }
    }

    private RealSupervisordBuilder withMemmon(String options) {
        return RealSupervisord.in(directory)
                .section("program:big", HOLDS_50_MB)
                .section("group:grown", "programs=big")
                .section("program:small", IDLES)
                .section(
                        "eventlistener:memmon",
                        "command=" + JAR + " " + options + NO_STATE + " -s \"cat >> " + directory.resolve("mail")
                                + "\"",
                        "events=TICK_5",
                        RealSupervisord.credentials());
    }

    private String mail() {
        return read(directory.resolve("mail"));
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void awaitRunning(RealSupervisord server, String name) {
        server.await(name + " running", () -> server.ctl("status", name).contains("RUNNING"));
    }

    private static String pid(RealSupervisord server, String name) {
        return server.ctl("pid", name).strip();
    }

    private static long count(String text, String part) {
        Matcher matcher = Pattern.compile(Pattern.quote(part)).matcher(text);
        return matcher.results().count();
    }
}
