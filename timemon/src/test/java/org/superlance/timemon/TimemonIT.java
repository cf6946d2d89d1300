package org.superlance.timemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.listener.testkit.Await;
import org.superlance.listener.testkit.PackagedCommand;
import org.superlance.listener.testkit.PipedListener;
import org.superlance.listener.testkit.RealSupervisord;
import org.superlance.listener.testkit.RealSupervisordBuilder;
import org.superlance.listener.testkit.TestCommand;

/** The packaged timemon under a real supervisord. */
class TimemonIT {

    private static final Path JAR = PackagedCommand.file("timemon");
    private static final String IDLES = "command=sleep 1000000";
    private static final Namespec TIMEMON = Namespec.parse("timemon");
    private static final Duration SLOT = Duration.ofSeconds(5);

    @TempDir
    Path directory;

    @Test
    void restartsTheRunningProgramsOfItsGroupAtEachSlotAndNothingElse() {
        RealSupervisordBuilder builder = programs()
                .section(
                        "eventlistener:timemon",
                        "command=" + command("-g web -i second -n 10 -s 1 -m bob@example.com"),
                        "events=TICK_5",
                        "autostart=false",
                        RealSupervisord.credentials());

        try (RealSupervisord server = builder.start()) {
            awaitPrograms(server);
            server.client().stop(Namespec.parse("web:w2"), true);
            long w1 = server.pid("web:w1");
            long other = server.pid("other");
            server.client().start(TIMEMON, false);

            server.await("two restarts", () -> slots(server).size() > 1);
            server.await("the mail", () -> mail().contains("of every 10 seconds has begun."));

            assertThat(server.pid("web:w1")).isNotEqualTo(w1);
            assertThat(server.pid("other")).isEqualTo(other);
            assertThat(server.isIn(ProcessState.STOPPED, "web:w2")).isTrue();
            assertThat(Duration.between(slots(server).get(0), slots(server).get(1))
                                    .toSeconds()
                            % 10)
                    .isZero();
            assertThat(slots(server)).doesNotHaveDuplicates();
            assertThat(mail()).contains("Subject: timemon: process web:w1 restarted");
            assertThat(server.stderrOf("timemon")).doesNotContain("web:w2").doesNotContain("other:other");
        }
    }

    @Test
    void endsARollingRoundWithTheMemberThatDoesNotComeBack() throws IOException {
        // a link that is gone cannot be started; a program that ends soon would run for a while if the machine is slow
        Path w2 = Files.createSymbolicLink(directory.resolve("sleep"), Path.of("/bin/sleep"));
        RealSupervisordBuilder builder = RealSupervisord.in(directory)
                .section("program:w1", IDLES, "priority=1")
                .section(
                        "program:w2", "command=" + w2 + " 1000000", "priority=2", "startretries=0", "autorestart=false")
                .section("program:w3", IDLES, "priority=3")
                .section("group:web", "programs=w1,w2,w3")
                .section(
                        "eventlistener:timemon",
                        "command=" + command("-g web -i second -n 20 --rolling -m bob@example.com --name site"),
                        "events=TICK_5",
                        "autostart=false",
                        RealSupervisord.credentials());

        try (RealSupervisord server = builder.start()) {
            List.of("web:w1", "web:w2", "web:w3").forEach(server::awaitRunning);
            long w1 = server.pid("web:w1");
            long w3 = server.pid("web:w3");
            Files.delete(w2);
            server.client().start(TIMEMON, false);

            server.await("the mail", () -> mail().contains("rolling restart aborted, not restarting web:w3"));

            assertThat(mail()).contains("Subject: timemon [site]: failed to start process web:w2");
            assertThat(server.stderrOf("timemon"))
                    .contains("restarted web:w1: ")
                    .contains("web:w2 not restarted: rolling restart aborted, not restarting web:w3")
                    .doesNotContain("restarted web:w3");
            assertThat(server.pid("web:w1")).isNotEqualTo(w1);
            assertThat(server.pid("web:w3")).isEqualTo(w3);
        }
    }

    @Test
    void restartsEachProgramThatHasReachedItsAgeAndShowsWhenTheOthersWill() {
        RealSupervisordBuilder builder = programs()
                .section(
                        "eventlistener:timemon",
                        "command=" + command("-p w1 --max-age 8s --jitter 1s"),
                        "events=TICK_5",
                        RealSupervisord.credentials());

        try (RealSupervisord server = builder.start()) {
            // not web:w1: it is being restarted by now
            server.awaitRunning("web:w2");
            server.awaitRunning("other");
            long w2 = server.pid("web:w2");
            server.client().stop(Namespec.parse("other"), true);

            String table = table(server, "-g", "web", "-p", "other", "--cron", "30 3 * * *", "--tz", "Asia/Kolkata");
            server.await("two restarts", () -> count(server, "restarted web:w1: ") > 1);
            // not each: a random part of a second may be next to nothing, or to the whole of it
            server.await("a restart after a part of a second", () -> count(server, "web:w1: restart begins in 0.") > 0);

            assertThat(table)
                    .containsPattern("PROGRAM +PID +RESTART +LIMIT +UPTIME +VERDICT +REASON\n")
                    .containsPattern(
                            "web:w2 +" + w2
                                    + " +\\d{4}-\\d\\d-\\d\\dT03:30 +--cron '30 3 \\* \\* \\*' in Asia/Kolkata .* ok +next restart due at ")
                    .containsPattern("other:other +0 +- +- +- +ok +not restarted while STOPPED");
            assertThat(server.stderrOf("timemon")).contains(", has reached --max-age 8s");
            assertThat(server.pid("web:w2")).isEqualTo(w2);
        }
    }

    /**
     * Its ticks come from the test: however long its start takes, the first one is of a time within the missed slot.
     */
    @Test
    void actsInItsNextLifeOnASlotThatBeganWhenItWasDead() throws IOException {
        try (RealSupervisord server = programs().start()) {
            awaitPrograms(server);
            Instant before = Instant.now();
            try (PipedListener first = piped(server, directory.resolve("first.log"))) {
                first.awaitReady();
                // acknowledged when the listener has taken down its start, which is after READY
                first.tick(before);
                first.kill();
            }
            Instant missed = nextSlot(Instant.now());
            Await.until("the next slot", () -> Instant.now().isAfter(missed));

            Path log = directory.resolve("second.log");
            try (PipedListener second = piped(server, log)) {
                second.awaitReady();
                second.tick(missed.plusSeconds(1));

                Await.until("the restart", () -> read(log).contains("restarted web:w1: "), () -> read(log));
            }
            assertThat(slots(read(log))).containsExactly(LocalDateTime.ofInstant(missed, ZoneId.systemDefault()));
        }
    }

    private PipedListener piped(RealSupervisord server, Path log) throws IOException {
        return new PipedListener(
                "timemon",
                JAR,
                Map.of(
                        "SUPERVISOR_SERVER_URL", server.url(),
                        "SUPERVISOR_USERNAME", server.user(),
                        "SUPERVISOR_PASSWORD", server.password()),
                List.of(
                        "-p",
                        "w1",
                        "-i",
                        "second",
                        "-n",
                        Long.toString(SLOT.toSeconds()),
                        "--state-dir",
                        directory.resolve("state").toString()),
                log);
    }

    /** The local time of day is a multiple of five seconds in every time zone when the time is. */
    private static Instant nextSlot(Instant time) {
        long seconds = SLOT.toSeconds();
        return Instant.ofEpochSecond((time.getEpochSecond() / seconds + 1) * seconds);
    }

    private static void awaitPrograms(RealSupervisord server) {
        List.of("web:w1", "web:w2", "other").forEach(server::awaitRunning);
    }

    private RealSupervisordBuilder programs() {
        return RealSupervisord.in(directory)
                .section("program:w1", IDLES)
                .section("program:w2", IDLES)
                .section("group:web", "programs=w1,w2")
                .section("program:other", IDLES);
    }

    private String command(String options) {
        return JAR + " " + options + " --state-dir " + directory.resolve("state") + " --sendmail_program \"cat >> "
                + directory.resolve("mail") + "\"";
    }

    private String table(RealSupervisord server, String... options) {
        List<String> command = new ArrayList<>(List.of(
                JAR.toString(), "--once", "--dry-run", "-C", server.confFile().toString()));
        command.addAll(List.of(options));
        return TestCommand.output(command);
    }

    private String mail() {
        return read(directory.resolve("mail")).replace("=\n", "");
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<LocalDateTime> slots(RealSupervisord server) {
        return slots(server.stderrOf("timemon"));
    }

    /** The slots for which web:w1 was restarted. */
    private static List<LocalDateTime> slots(String log) {
        return Pattern.compile("restarting web:w1: slot (\\S+) of every \\d+ seconds has begun")
                .matcher(log)
                .results()
                .map((MatchResult line) -> LocalDateTime.parse(line.group(1)))
                .toList();
    }

    private static long count(RealSupervisord server, String part) {
        return Pattern.compile(Pattern.quote(part))
                .matcher(server.stderrOf("timemon"))
                .results()
                .count();
    }
}
