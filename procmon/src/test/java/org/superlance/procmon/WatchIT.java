package org.superlance.procmon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superlance.listener.testkit.Command;
import org.superlance.listener.testkit.RealSupervisord;
import org.superlance.listener.testkit.RealSupervisordBuilder;

/** The packaged {@code procmon watch} under a real supervisord. */
class WatchIT {

    private static final Path JAR = Path.of("target/procmon.jar").toAbsolutePath();
    private static final String IDLES = "command=sleep 1000000";
    /** Fails until a file is there. */
    private static final String NEEDY = "command=sh -c \"test -e %(here)s/database && exec sleep 1000000; exit 1\"";

    @TempDir
    Path directory;

    @Test
    void bringsBackWhatFailedUntilItCouldRunAndNothingThatSomebodyStopped() throws IOException {
        RealSupervisordBuilder builder = RealSupervisord.in(directory)
                .section("program:needy", NEEDY, "startretries=0")
                .section("program:steady", IDLES)
                .section("program:hopeless", "command=false", "startretries=0");

        try (RealSupervisord server = listening(builder, "-a --exclude hopeless -m 0.5 --jitter 0 --consistencydelay 2")
                .start()) {
            server.await("steady runs", () -> server.ctl("status", "steady").contains("RUNNING"));
            server.ctl("stop", "steady");
            server.await("the fourth failure", () -> log(server).contains("needy:needy in 4s: FATAL, failure 4"));
            Command.output(List.of("kill", "-9", server.ctl("pid", "procmon").strip()));
            server.await("the fifth failure", () -> log(server).contains("needy:needy in 8s: FATAL, failure 5"));

            Files.createFile(directory.resolve("database"));
            server.await("the mail", () -> mail().contains("Subject: procmon: process needy:needy brought back"));

            assertThat(found(log(server), "start needy:needy in (\\S+):"))
                    .as("the delays, also after it was killed")
                    .containsExactly("0.5s", "1s", "2s", "4s", "8s");
            assertThat(server.ctl("status", "needy")).contains("RUNNING");
            assertThat(server.ctl("status", "steady")).contains("STOPPED");
            assertThat(mail()).contains("it runs again; before: FATAL, failure 5 in a row.");
            followsWhatIsAddedAndRemoved(server);
        }
    }

    private void followsWhatIsAddedAndRemoved(RealSupervisord server) throws IOException {
        String before = Files.readString(server.confFile());
        String late = "[program:late]\ncommand=false\nstartretries=0\n";
        Files.writeString(server.confFile(), late, StandardOpenOption.APPEND);
        server.ctl("update");
        server.await("the new program", () -> log(server).contains("late:late in 1s: FATAL, failure 2"));

        String table = once(server, "--dry-run -a");
        String failed = once(server, "-p hopeless");

        assertThat(table)
                .containsPattern("hopeless:hopeless +FATAL .* start\n")
                .containsPattern("needy:needy +RUNNING .* leave\n");
        assertThat(failed).contains("hopeless:hopeless does not run: it is FATAL");
        Files.writeString(server.confFile(), before);
        assertThat(server.ctl("update")).contains("late: removed process group");
        String log = log(server);
        assertThat(log).doesNotContain("steady").doesNotContain("hopeless").doesNotContain("Exception");
    }

    @Test
    void startsAHundredProgramsNoFasterThanItIsTold() {
        RealSupervisordBuilder builder = RealSupervisord.in(directory)
                .section(
                        "program:flaky",
                        "command=false",
                        "process_name=f%(process_num)02d",
                        "numprocs=100",
                        "startretries=1",
                        "stdout_logfile=NONE",
                        "stderr_logfile=NONE");

        try (RealSupervisord server = listening(builder, "-g flaky --max-starts-per-second 20", "autostart=false")
                .start()) {
            server.await(
                    "all failures",
                    () -> found(server.log(), "(gave up: f\\d\\d) ").size() >= 100);
            int byItself = starts(server).size();

            server.ctl("start", "procmon");
            server.await("the starts", () -> starts(server).size() >= byItself + 160);

            List<LocalDateTime> caused = starts(server).subList(byItself, byItself + 160);
            for (int i = 20; i < caused.size(); i++) {
                assertThat(caused.get(i))
                        .as("start %d is a second after the twentieth before it", i)
                        .isAfterOrEqualTo(caused.get(i - 20).plusSeconds(1));
            }
        }
    }

    @Test
    void killsWhatIsStuckBringsBackWhatHasExitedAndRestartsAllWhenAFileIsTouched() throws IOException {
        RealSupervisordBuilder builder = RealSupervisord.in(directory)
                .section(
                        "program:stubborn",
                        "command=sh -c \"trap '' TERM; while :; do sleep 1; done\"",
                        "stopwaitsecs=3600")
                .section("program:exits", "command=sh -c \"sleep 3; exit 3\"", "autorestart=false")
                .section("program:web", IDLES);
        String options = "-a -k 1 --kill-stuck --exited unexpected --restart-all-on " + directory.resolve("release");

        try (RealSupervisord server = listening(builder, options).start()) {
            server.await("the exit", () -> log(server).contains("start exits:exits now: it ran"));
            server.await("its start", () -> log(server).contains("brought back exits:exits"));

            assertThat(server.ctl("stop", "stubborn")).contains("stubborn: stopped");
            server.await("the mail", () -> mail().contains("Subject: procmon: process stubborn:stubborn killed"));

            String web = server.ctl("pid", "web");
            Files.createFile(directory.resolve("release"));
            server.await("the restart", () -> log(server).contains("restarted web:web: it runs again"));
            assertThat(server.ctl("pid", "web")).isNotEqualTo(web);
            server.ctl("signal", "HUP", "procmon");
            server.await(
                    "another", () -> found(log(server), "(restarted web:web)").size() == 2);
            assertThat(server.ctl("status", "stubborn")).contains("STOPPED");
            assertThat(log(server)).contains("restart web:web: SIGHUP").doesNotContain("Exception");
        }
    }

    private RealSupervisordBuilder listening(RealSupervisordBuilder builder, String options, String... more) {
        String[] lines = {
            "command=" + JAR + " watch " + options + " --state-dir %(here)s/state --email bob@example.com"
                    + " --sendmail 'cat >> " + directory.resolve("mail") + "'",
            "events=PROCESS_STATE,TICK_5",
            "buffer_size=200",
            RealSupervisord.credentials()
        };
        return builder.section(
                "eventlistener:procmon",
                Stream.concat(Stream.of(lines), Stream.of(more)).toArray(String[]::new));
    }

    private static String once(RealSupervisord server, String options) {
        List<String> command = List.of(
                JAR.toString(), "watch", "--once", "-C", server.confFile().toString());
        return Command.output(
                Stream.concat(command.stream(), Stream.of(options.split(" "))).toList());
    }

    private static List<LocalDateTime> starts(RealSupervisord server) {
        DateTimeFormatter time = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss,SSS");
        return found(server.log(), "(?m)^(\\S+ \\S+) INFO spawned: 'f\\d\\d'").stream()
                .map(text -> LocalDateTime.parse(text, time))
                .toList();
    }

    private static List<String> found(String text, String regex) {
        return Pattern.compile(regex)
                .matcher(text)
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }

    private static String log(RealSupervisord server) {
        return server.stderrOf("procmon");
    }

    private String mail() {
        try {
            Path mail = directory.resolve("mail");
            return Files.exists(mail) ? Files.readString(mail) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
