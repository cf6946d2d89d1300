package org.superlance.procmon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.listener.testkit.PackagedCommand;
import org.superlance.listener.testkit.RealSupervisord;
import org.superlance.listener.testkit.RealSupervisordBuilder;
import org.superlance.listener.testkit.TestCommand;

/** The packaged {@code procmon watch} under a real supervisord. */
class WatchIT {

    private static final Path JAR = PackagedCommand.file("procmon");
    private static final String IDLES = "command=sleep 1000000";

    /** Fails until a file is there. */
    private static final String NEEDY = "command=sh -c \"test -e %(here)s/database && exec sleep 1000000; exit 1\"";

    /** Ends by itself after a while until a file is there, and then stays. */
    private static final String EXITS =
            "command=sh -c \"test -e %(here)s/stay && echo stays && exec sleep 1000000; sleep 3; exit 3\"";

    /** What ends sooner has failed in its start, also where the machine is too busy to end it at once. */
    private static final String LONG_START = "startsecs=20";

    private static final String STARTING = "(?m)^(\\S+) +INFO +starting flaky:f\\d\\d: ";

    @TempDir
    Path directory;

    @Test
    void restartsFatalProgramsButNoStoppedOnes() throws IOException {
        RealSupervisordBuilder builder = RealSupervisord.in(directory)
                .section("program:needy", NEEDY, LONG_START, "startretries=0")
                .section("program:steady", IDLES)
                .section("program:hopeless", "command=false", LONG_START, "startretries=0");

        try (RealSupervisord server = listening(builder, "-a --exclude hopeless -m 0.5 --jitter 0 --consistencydelay 2")
                .start()) {
            server.awaitRunning("steady");
            server.client().stop(Namespec.parse("steady"), true);
            server.await("the fourth failure", () -> log(server).contains("needy:needy in 4s: FATAL, failure 4"));
            ProcessHandle.of(server.pid("procmon")).ifPresent(ProcessHandle::destroyForcibly);
            server.await("the fifth failure", () -> log(server).contains("needy:needy in 8s: FATAL, failure 5"));

            Files.createFile(directory.resolve("database"));
            server.await("the mail", () -> mail().contains("Subject: procmon: process needy:needy brought back"));

            // killed after it has said a delay and before that is on disk, it comes to the same delay and says so again
            assertThat(withoutRepeats(found(log(server), "start needy:needy in (\\S+):")))
                    .as("the delays, also after it was killed")
                    .containsExactly("0.5s", "1s", "2s", "4s", "8s");
            assertThat(server.info("needy").state()).isEqualTo(ProcessState.RUNNING);
            assertThat(server.info("steady").state()).isEqualTo(ProcessState.STOPPED);
            assertThat(mail()).contains("running again; before: FATAL, failure 5 in a row.");
            followsWhatIsAddedAndRemoved(server);
        }
    }

    private void followsWhatIsAddedAndRemoved(RealSupervisord server) throws IOException {
        String before = Files.readString(server.confFile());
        String late = "[program:late]\ncommand=false\nstartretries=0\n" + LONG_START + "\n";
        Files.writeString(server.confFile(), late, StandardOpenOption.APPEND);
        server.ctl("update");
        server.await("the new program", () -> log(server).contains("late:late in 1s: FATAL, failure 2"));

        String table = once(server, "--dry-run -a");
        String failed = once(server, "-p hopeless");

        assertThat(table)
                .containsPattern("hopeless:hopeless +FATAL .* start\n")
                .containsPattern("needy:needy +RUNNING .* leave\n");
        assertThat(failed).contains("cannot start hopeless:hopeless: it is FATAL");
        Files.writeString(server.confFile(), before);
        // it says STILL_RUNNING if late is started once more while it is removed
        server.await("its removal", () -> server.ctl("update").contains("late: removed process group"));
        String log = log(server);
        assertThat(log)
                .doesNotContain("steady")
                .doesNotContain("hopeless:hopeless")
                .doesNotContain("Exception");
    }

    @Test
    void startsAHundredProgramsWithinTheRateLimit() {
        RealSupervisordBuilder builder = RealSupervisord.in(directory)
                .section(
                        "program:flaky",
                        "command=false",
                        "process_name=f%(process_num)02d",
                        "numprocs=100",
                        "startretries=1",
                        LONG_START,
                        "stdout_logfile=NONE",
                        "stderr_logfile=NONE");

        try (RealSupervisord server = listening(builder, "-g flaky --max-starts-per-second 20", "autostart=false")
                .start()) {
            server.await(
                    "all failures",
                    () -> found(server.log(), "(gave up: f\\d\\d) ").size() >= 100);
            int byItself = spawned(server);

            server.client().start(Namespec.parse("procmon"), false);
            server.await(
                    "the starts, and those that supervisord adds",
                    () -> found(log(server), STARTING).size() >= 80 && spawned(server) >= byItself + 160);

            // when supervisord gets round to a start, and to what died in it, is up to the machine
            List<Instant> asked =
                    found(log(server), STARTING).stream().map(Instant::parse).toList();
            for (int i = 20; i < asked.size(); i++) {
                assertThat(asked.get(i))
                        .as("start %d is a second after the twentieth before it", i)
                        .isAfterOrEqualTo(asked.get(i - 20).plusSeconds(1));
            }
        }
    }

    @Test
    void killsStuckRestartsExitedAndRestartsAllOnTouch() throws IOException {
        RealSupervisordBuilder builder = RealSupervisord.in(directory)
                .section(
                        "program:stubborn",
                        "command=sh -c \"trap '' TERM; echo deaf; while :; do sleep 1; done\"",
                        "stopwaitsecs=3600")
                .section("program:exits", EXITS, "autorestart=false")
                .section("program:web", IDLES);
        String options = "-a -k 1 --kill-stuck --exited unexpected --restart-all-on " + directory.resolve("release");

        try (RealSupervisord server = listening(builder, options).start()) {
            server.await("the exit", () -> log(server).contains("start exits:exits now: ran "));
            Files.createFile(directory.resolve("stay"));
            server.await("its start", () -> log(server).contains("brought back exits:exits"));
            server.await("its last start", () -> server.stdoutOf("exits").contains("stays"));
            server.awaitRunning("exits");

            server.await("its trap", () -> server.stdoutOf("stubborn").contains("deaf"));
            server.client().stop(Namespec.parse("stubborn"), true);
            assertThat(server.info("stubborn").state()).isEqualTo(ProcessState.STOPPED);
            server.await("the mail", () -> mail().contains("Subject: procmon: process stubborn:stubborn killed"));

            server.awaitRunning("web");
            long web = server.pid("web");
            Files.createFile(directory.resolve("release"));
            server.await("the restart", () -> log(server).contains("restarted web:web: new pid"));
            assertThat(server.pid("web")).isNotEqualTo(web);
            server.client().signal(Namespec.parse("procmon"), "HUP");
            server.await(
                    "another", () -> found(log(server), "(restarted web:web)").size() == 2);
            assertThat(server.info("stubborn").state()).isEqualTo(ProcessState.STOPPED);
            assertThat(log(server)).contains("restarting web:web: SIGHUP").doesNotContain("Exception");
        }
    }

    /** Before 4.2.2 supervisord signals nothing that it is stopping. */
    @Test
    void killsItselfWhatAnOldSupervisordDoesNotSignal() throws Exception {
        Path old = Files.createDirectory(directory.resolve("old"));
        Files.writeString(old.resolve("sitecustomize.py"), """
                import supervisor.rpcinterface, supervisor.states
                supervisor.rpcinterface.SIGNALLABLE_STATES = supervisor.states.RUNNING_STATES
                """);
        RealSupervisordBuilder builder = RealSupervisord.in(directory)
                .environment("PYTHONPATH", old.toString())
                .section(
                        "program:stubborn",
                        "command=sh -c \"trap '' TERM; echo deaf; while :; do sleep 1; done\"",
                        "stopwaitsecs=3600");

        try (RealSupervisord server = listening(builder, "-a -k 1 --kill-stuck").start()) {
            server.await("its trap", () -> server.stdoutOf("stubborn").contains("deaf"));
            server.client().stop(Namespec.parse("stubborn"), true);

            assertThat(server.info("stubborn").state()).isEqualTo(ProcessState.STOPPED);
            server.await("the mail", () -> mail().contains("Subject: procmon: process stubborn:stubborn killed"));
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
        return TestCommand.output(
                Stream.concat(command.stream(), Stream.of(options.split(" "))).toList());
    }

    private static int spawned(RealSupervisord server) {
        return found(server.log(), "(spawned: 'f\\d\\d')").size();
    }

    private static List<String> withoutRepeats(List<String> words) {
        return IntStream.range(0, words.size())
                .filter(i -> i == 0 || !words.get(i).equals(words.get(i - 1)))
                .mapToObj(words::get)
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
