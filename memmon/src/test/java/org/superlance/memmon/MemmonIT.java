package org.superlance.memmon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.listener.testkit.Exposition;
import org.superlance.listener.testkit.FileGate;
import org.superlance.listener.testkit.GrowingProgram;
import org.superlance.listener.testkit.MailServer;
import org.superlance.listener.testkit.PackagedCommand;
import org.superlance.listener.testkit.RealSupervisord;
import org.superlance.listener.testkit.RealSupervisordBuilder;
import org.superlance.listener.testkit.TestCommand;

/** The packaged memmon under a real supervisord, with programs that really grow. */
class MemmonIT {

    private static final Path JAR = PackagedCommand.file("memmon");
    private static final Namespec MEMMON = Namespec.parse("memmon");
    private static final String HOLDS_50_MB = GrowingProgram.python(50).line();
    private static final String IDLES = "command=sleep 1000000";
    private static final Pattern TWICE_OR_MORE = Pattern.compile(
            "program=\"prógrammé🚀:prógrammé🚀\",reason=\"memory\",outcome=\"restarted\"} ([2-9]|\\d\\d)");
    /** More may have been delivered by the time that anybody looks. */
    private static final Pattern DELIVERED = Pattern.compile("superlance_alerts_delivered_total\\{"
            + "command=\"memmon\",listener=\"memmon:memmon\",destination=\"mail\"} [1-9]");

    private static final int TRIES = 5;

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
            server.awaitRunning("small");
            server.awaitRunning("memmon");
            long small = server.pid("small");
            long memmon = server.pid("memmon");

            server.await("the restart", () -> server.stderrOf("memmon").contains("restarted grown:big"));
            server.await("the mail", () -> mail().contains("Restarted, new pid"));

            assertThat(server.stderrOf("memmon"))
                    .containsPattern("restarting grown:big: RSS .* exceeds 40MB .*; pid \\d+, up \\d");
            assertThat(server.log()).contains("stopped: big").doesNotContain("stopped: small");
            assertThat(server.pid("small")).isEqualTo(small);
            assertThat(server.pid("memmon")).isEqualTo(memmon);
            assertThat(mail())
                    .contains("To: bob@example.com", "Message-ID: <", "Date: ", "charset=UTF-8")
                    .containsPattern("Subject: memmon( \\[site])?: process grown:big restarted")
                    .contains("exceeds 40MB");
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
                        "command=" + JAR + " -a 40MB" + state(),
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
                // without logs: not every locale has a name for their files
                .section("program:prógrammé🚀", HOLDS_50_MB, "stdout_logfile=NONE", "stderr_logfile=NONE")
                .section(
                        "eventlistener:memmon",
                        "command=" + JAR + " -p prógrammé🚀=40MB --metrics-file " + metrics + state(),
                        "events=TICK_5,PROCESS_STATE",
                        RealSupervisord.credentials());

        try (RealSupervisord server = builder.start()) {
            server.await("the restart", () -> server.stderrOf("memmon").contains("restarted prógrammé🚀:prógrammé🚀"));
            server.await("a tick after it", () -> count(server.stderrOf("memmon"), "restarted ") > 1);
            assertThat(server.isIn(ProcessState.RUNNING, "memmon")).isTrue();
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
                        "command=" + JAR + " -a 40MB" + state(),
                        "events=TICK_5",
                        "environment=SUPERVISOR_USERNAME=\"tester\",SUPERVISOR_PASSWORD=\"wrong-one\"");

        try (RealSupervisord server = builder.start()) {
            server.await("a second attempt", () -> count(server.stderrOf("memmon"), "cannot check") > 1);

            assertThat(server.stderrOf("memmon"))
                    .contains("SUPERVISOR_USERNAME and SUPERVISOR_PASSWORD")
                    .doesNotContain("wrong-one")
                    .doesNotContain("Exception");
            assertThat(server.isIn(ProcessState.RUNNING, "memmon")).isTrue();
        }
    }

    @Test
    void mailsThroughAServer() {
        Path metrics = directory.resolve("memmon.prom");
        try (MailServer mails = MailServer.started()) {
            String options = "-a 40MB -m bob@example.com --fromEmail memmon@example.com --smtpHost " + mails.address()
                    + " --metrics-file " + metrics;
            try (RealSupervisord server = withMemmon(options).start()) {
                server.await("the mail", () -> !mails.mails().isEmpty());

                assertThat(mails.headers("From")).contains("memmon@example.com");
                assertThat(mails.headers("To")).contains("bob@example.com");
                assertThat(mails.headers("Subject")).contains("memmon: process grown:big restarted");
                server.await(
                        "the mail in the metrics",
                        () -> DELIVERED.matcher(read(metrics)).find());
            }
        }
    }

    @Test
    void onlySaysWhatItWouldDoInADryRun() {
        try (RealSupervisord server =
                withMemmon("-a 40MB -m bob@example.com --dry-run").start()) {
            server.awaitRunning("grown:big");
            long big = server.pid("grown:big");

            server.await("two rounds", () -> count(server.stderrOf("memmon"), "dry run, would restart grown:big") > 1);

            assertThat(server.pid("grown:big")).isEqualTo(big);
            assertThat(server.log()).doesNotContain("stopped: big");
            assertThat(mail()).isEmpty();
        }
    }

    /** It gives itself six seconds for that: where the machine stands still just then, it is given another try. */
    @Test
    void finishesARestartWhenItIsTerminated() {
        assertThat(IntStream.range(0, TRIES).anyMatch(this::finishesARestart)).isTrue();
    }

    private boolean finishesARestart(int number) {
        Path place = directory.resolve("try" + number);
        assertThat(place.toFile().mkdir()).isTrue();
        FileGate stop = FileGate.at(place.resolve("gate"));
        try (RealSupervisord server = withSlowProgram(place, stop).start()) {
            server.await(ProcessState.STOPPING, "slow");
            // asleep while the program ends, so that it is terminated in the middle of the restart
            signal(server, "STOP");
            stop.open();
            server.await(ProcessState.STOPPED, "slow");

            signal(server, "TERM");
            signal(server, "CONT");

            server.await(ProcessState.EXITED, "memmon");
            if (server.stderrOf("memmon").contains("slow:slow: restart not finished when this listener exits")) {
                return false;
            }
            assertThat(server.stderrOf("memmon")).contains("restarted slow:slow");
            server.awaitRunning("slow");
            return true;
        }
    }

    @Test
    void bringsBackInItsNextLifeWhatItHadStoppedWhenItWasKilled() {
        FileGate stop = FileGate.at(directory.resolve("gate"));
        try (RealSupervisord server = withSlowProgram(directory, stop).start()) {
            server.await(ProcessState.STOPPING, "slow");
            signal(server, "KILL");
            server.await(ProcessState.EXITED, "memmon");
            stop.open();
            server.await(ProcessState.STOPPED, "slow");

            server.client().start(MEMMON, false);

            server.await("the restart", () -> server.stderrOf("memmon").contains("restarted slow:slow"));
            server.awaitRunning("slow");
            assertThat(server.stderrOf("memmon")).contains("resuming interrupted restart of slow:slow");
        }
    }

    @Test
    void showsATableToAPerson() throws Exception {
        try (RealSupervisord server = withMemmon("-a 1GB").start()) {
            server.awaitRunning("grown:big");
            server.awaitRunning("small");
            server.await("its memory", () -> server.stdoutOf("big").contains("holds"));
            long big = server.pid("grown:big");

            String table = TestCommand.output(List.of(
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
                    .containsPattern("grown:big +" + big + " +RSS \\d.* 40MB \\(-p big\\) .* restart +RSS .* exceeds")
                    .containsPattern("small:small .* ok ")
                    .containsPattern("nosuch .* unknown +supervisord knows no process of this name");
            assertThat(server.pid("grown:big")).isEqualTo(big);
        }
    }

    private RealSupervisordBuilder withMemmon(String options) {
        return RealSupervisord.in(directory)
                .section("program:big", HOLDS_50_MB)
                .section("group:grown", "programs=big")
                .section("program:small", IDLES)
                .section(
                        "eventlistener:memmon",
                        "command=" + JAR + " " + options + state() + " -s \"cat >> " + directory.resolve("mail") + "\"",
                        "events=TICK_5",
                        RealSupervisord.credentials());
    }

    /** Its state lies in the place; it is not started again when it ends. */
    private static RealSupervisordBuilder withSlowProgram(Path place, FileGate stop) {
        return RealSupervisord.in(place)
                .section("program:slow", stop.stopsWhenOpenHolding(50), "startsecs=0", "stopwaitsecs=3600")
                .section(
                        "eventlistener:memmon",
                        "command=" + JAR + " -p slow=40MB --state-dir " + place.resolve("state"),
                        "events=TICK_5",
                        "autorestart=false",
                        RealSupervisord.credentials());
    }

    private static void signal(RealSupervisord server, String signal) {
        assertThat(server.client().signal(MEMMON, signal).value()).contains(true);
    }

    /** A place of its own: else it would take an installed listener's, or what another test has left. */
    private String state() {
        return " --state-dir " + directory.resolve("state");
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

    private static long count(String text, String part) {
        Matcher matcher = Pattern.compile(Pattern.quote(part)).matcher(text);
        return matcher.results().count();
    }
}
