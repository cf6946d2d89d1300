package org.superlance.timemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superlance.listener.testkit.Command;
import org.superlance.listener.testkit.PackagedCommand;
import org.superlance.listener.testkit.RealSupervisord;
import org.superlance.listener.testkit.RealSupervisordBuilder;

/** The packaged timemon under a real supervisord. */
class TimemonIT {

    private static final Path JAR = PackagedCommand.file("timemon");
    private static final String IDLES = "command=sleep 1000000";
    /** Runs once, and ends at once whenever it is started again. */
    private static final String RUNS_ONCE =
            "command=sh -c \"test -e %(here)s/ran && exit 1; touch %(here)s/ran; exec sleep 1000000\"";

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
            awaitRunning(server, "web:w1");
            server.ctl("stop", "web:w2");
            String w1 = pid(server, "web:w1");
            String other = pid(server, "other");
            server.ctl("start", "timemon");

            server.await("two restarts", () -> slots(server).size() > 1);
            server.await("the mail", () -> mail().contains("Subject: timemon: process web:w1 restarted"));

            assertThat(pid(server, "web:w1")).isNotEqualTo(w1);
            assertThat(pid(server, "other")).isEqualTo(other);
            assertThat(server.ctl("status", "web:w2")).contains("STOPPED");
            assertThat(Duration.between(slots(server).get(0), slots(server).get(1))
                                    .toSeconds()
                            % 10)
                    .isZero();
            assertThat(slots(server)).doesNotHaveDuplicates();
            assertThat(mail()).contains("of every 10 seconds has begun.");
            assertThat(server.stderrOf("timemon")).doesNotContain("web:w2").doesNotContain("other");
        }
    }

    @Test
    void endsARollingRoundWithTheMemberThatDoesNotComeBack() {
        RealSupervisordBuilder builder = RealSupervisord.in(directory)
                .section("program:w1", IDLES, "priority=1")
                .section("program:w2", RUNS_ONCE, "priority=2", "startretries=0", "autorestart=false")
                .section("program:w3", IDLES, "priority=3")
                .section("group:web", "programs=w1,w2,w3")
                .section(
                        "eventlistener:timemon",
                        "command=" + command("-g web -i second -n 20 --rolling -m bob@example.com --name site"),
                        "events=TICK_5",
                        RealSupervisord.credentials());

        try (RealSupervisord server = builder.start()) {
            awaitRunning(server, "web:w3");
            String w3 = pid(server, "web:w3");

            server.await("the mail", () -> mail().contains("failed to start process web:w2"));

            assertThat(mail())
                    .contains("Subject: timemon [site]: failed to start process web:w2")
                    .contains("these are left as they are: web:w3");
            assertThat(server.stderrOf("timemon"))
                    // by then it may have been restarted before anybody could look at its pid
                    .contains("restarted web:w1: ")
                    .contains("web:w2 is not restarted: the round ends, and these are left as they are: web:w3")
                    .doesNotContain("restarted web:w3");
            assertThat(pid(server, "web:w3")).isEqualTo(w3);
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
            awaitRunning(server, "web:w1");
            String w2 = pid(server, "web:w2");
            server.ctl("stop", "other");

            String table = table(server, "-g", "web", "-p", "other", "--cron", "30 3 * * *", "--tz", "Asia/Kolkata");
            server.await("two restarts", () -> count(server, "restarted web:w1: ") > 1);

            assertThat(table)
                    .containsPattern("PROGRAM +PID +RESTART +LIMIT +UPTIME +VERDICT +REASON\n")
                    .containsPattern("web:w2 +" + w2
                            + " +\\d{4}-\\d\\d-\\d\\dT03:30 +--cron '30 3 \\* \\* \\*' in Asia/Kolkata .* ok +its next"
                            + " restart is due at ")
                    .containsPattern("other:other +0 +- +- +- +ok +it is STOPPED, and is left so");
            assertThat(server.stderrOf("timemon"))
                    .contains("which is no less than --max-age 8s", "web:w1: its restart begins in 0.");
            assertThat(pid(server, "web:w2")).isEqualTo(w2);
        }
    }

    @Test
    void actsInItsNextLifeOnASlotThatBeganWhenItWasDead() {
        RealSupervisordBuilder builder = programs()
                .section(
                        "eventlistener:timemon",
                        "command=" + command("-g web -i second -n 20"),
                        "events=TICK_5",
                        "autorestart=false",
                        RealSupervisord.credentials());

        try (RealSupervisord server = builder.start()) {
            server.await("a restart", () -> count(server, "restarted web:w1: ") > 0);
            server.ctl("signal", "KILL", "timemon");
            LocalDateTime missed = slots(server).get(0).plusSeconds(20);
            server.await(
                    "the next slot, and a tick in it",
                    () -> LocalDateTime.now(ZoneId.systemDefault()).isAfter(missed.plusSeconds(6)));

            server.ctl("start", "timemon");

            server.await("the restart", () -> slots(server).contains(missed));
        }
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
        return Command.output(command);
    }

    private String mail() {
        try {
            Path mail = directory.resolve("mail");
            return Files.exists(mail) ? Files.readString(mail).replace("=\n", "") : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The slots for which web:w1 was restarted. */
    private static List<LocalDateTime> slots(RealSupervisord server) {
        return Pattern.compile("restart web:w1: slot (\\S+) of every \\d+ seconds has begun")
                .matcher(server.stderrOf("timemon"))
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

    private static void awaitRunning(RealSupervisord server, String name) {
        server.await(name + " running", () -> server.ctl("status", name).contains("RUNNING"));
    }

    private static String pid(RealSupervisord server, String name) {
        return server.ctl("pid", name).strip();
    }
}
