package org.superlance.superlance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superlance.listener.state.ListenerId;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.listener.testkit.GrowingProgram;
import org.superlance.listener.testkit.PackagedCommand;
import org.superlance.listener.testkit.RealSupervisord;
import org.superlance.listener.testkit.RealSupervisordBuilder;
import org.superlance.listener.testkit.TestCommand;

/** The packaged superlance under a real supervisord. */
class SuperlanceIT {

    private static final Path JAR = PackagedCommand.file("superlance");
    private static final Namespec VICTIM = Namespec.parse("victim");
    private static final String EVENTS = "events=TICK_5,PROCESS_STATE_EXITED";

    @TempDir
    Path directory;

    @Test
    void runsTheListenersOfAFileEachForItself() throws Exception {
        Files.writeString(directory.resolve("superlance.conf"), """
                [eventlistener:memmon]
                command=memmon -p grown:big=40MB -p grown:small=1GB -p superlance=1MB --verbose
                events=TICK_5

                [eventlistener:crashmail]
                command=%%(here)s/crashmail -p victim -m ops@example.com -s 'cat >> %%(here)s/mail; echo "told $WHOM" >> %%(here)s/mail'
                events=PROCESS_STATE_EXITED
                environment=WHOM="the night shift"

                [eventlistener:bad]
                command=memmon -a much
                events=TICK_5

                [eventlistener:foreign]
                command=/usr/bin/logger
                events=EVENT
                """.formatted());
        try (RealSupervisord server =
                with(JAR + " " + directory.resolve("superlance.conf")).start()) {
            server.awaitRunning("victim");
            server.client().signal(VICTIM, "KILL");

            server.await("the restart", () -> log(server).contains("[memmon] restarted grown:big"));
            server.await("the mail", () -> text("mail").contains("told the night shift"));

            assertThat(text("mail"))
                    .contains("To: ops@example.com", "Subject: victim crashed at ", "terminated by SIGKILL");
            assertThat(log(server))
                    .containsPattern(
                            "ERROR \\[eventlistener:foreign] is not run: .*'/usr/bin/logger' is none of memmon")
                    .containsPattern("ERROR \\[bad] \\[eventlistener:bad] is not run: memmon: .*'much' is not a size")
                    .containsPattern("INFO  running memmon, crashmail; .* events=PROCESS_STATE_EXITED,TICK_5\\n")
                    .containsPattern("DEBUG \\[memmon] leaving grown:small")
                    .doesNotContain("DEBUG [crashmail]", "restart superlance");
            assertThat(state(server, "memmon")).isDirectory();
            assertThat(state(server, "crashmail")).isDirectory();

            server.client().stop(Namespec.parse("superlance"), true);

            assertThat(server.isIn(ProcessState.STOPPED, "superlance")).isTrue();
            assertThat(server.log())
                    // procmon cannot tell the one from the other
                    .containsPattern("stopped: superlance \\((exit status 143|terminated by SIGTERM)\\)")
                    .doesNotContain("UNKNOWN");
            assertThat(log(server)).doesNotContain("has not stopped", "is not delivered");

            // nobody restarts it any more, and it grows for a moment
            server.client().start(Namespec.parse("grown:big"), true);
            List<String> check = List.of(
                    JAR.toString(),
                    "--check",
                    directory.resolve("superlance.conf").toString(),
                    "-C",
                    server.confFile().toString());
            Pattern found =
                    Pattern.compile("\\[eventlistener:memmon] grown:big .* would be restarted at the next tick");
            server.await(
                    "what is wrong with grown:big",
                    () -> found.matcher(TestCommand.output(check)).find());
            assertThat(TestCommand.output(check))
                    .contains(
                            "[eventlistener:foreign] is not run: ",
                            "[eventlistener:bad] invalid options: ",
                            "crashmail: no problems",
                            "superlance: something is wrong with ")
                    .doesNotContain("lacks", "rpcinterface", "no section of");
        }
    }

    @Test
    void readsItsFileAgainAndLetsEverythingElseGoOn() throws Exception {
        String memmon = """
                [superlance]
                email=ops@example.com
                sendmail_program=cat >> %(here)s/mail
                [eventlistener:memmon]
                command=memmon -p nobody=1GB
                events=TICK_5
                """;
        String crashmail = """
                [eventlistener:crashmail]
                command=crashmail -p victim
                events=PROCESS_STATE_EXITED
                """;
        Path file = Files.writeString(directory.resolve("superlance.conf"), memmon);
        try (RealSupervisord server = with(JAR + " " + file).start()) {
            server.await("memmon", () -> log(server).contains("running memmon; "));

            Files.writeString(file, memmon + crashmail.replace("-p victim", "--nonsense"));
            hangUp(server);
            server.await("the refusal", () -> log(server).contains("is not reloaded"));
            Files.writeString(file, memmon + "[eventlistener:crash\n");
            hangUp(server);
            server.await("the refusal", () -> log(server).contains("starts a section, but has no name"));
            server.await("the mail of it", () -> text("mail").contains("superlance: its file is not reloaded"));
            Files.writeString(file, memmon + crashmail);
            hangUp(server);
            server.await("the reload", () -> log(server).contains("reloaded: "));
            server.await("the mail of it", () -> text("mail").contains("superlance: its file is right again"));
            server.client().signal(VICTIM, "KILL");
            server.await("the mail", () -> text("mail").contains("victim crashed at "));

            assertThat(text("mail"))
                    .contains(
                            "To: ops@example.com",
                            "superlance: section crashmail is not run",
                            "superlance: section crashmail is run again");
            assertThat(log(server))
                    .contains(
                            "[crashmail] [eventlistener:crashmail] is not run: crashmail: unknown option: --nonsense",
                            file + " is not reloaded, all listeners go on as before: see above for crashmail",
                            "reloaded: started or changed: crashmail; ended: none; unchanged: memmon; its section in"
                                    + " supervisord.conf must have events=PROCESS_STATE_EXITED,TICK_5");
            assertThat(server.isIn(ProcessState.RUNNING, "superlance")).isTrue();
        }
    }

    private static void hangUp(RealSupervisord server) throws Exception {
        server.client().signal(Namespec.parse("superlance"), "HUP");
    }

    @Test
    void aListenerThatFailsIsRestartedForTheSameEventAndTheOthersContinue() throws Exception {
        Files.writeString(directory.resolve("superlance.conf"), """
                [eventlistener:fragile]
                command=fragile
                events=PROCESS_STATE_EXITED

                [eventlistener:crashmail]
                command=crashmail -m ops@example.com -s 'cat >> %(here)s/mail'
                events=PROCESS_STATE_EXITED
                """);
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String command = java + " -cp '" + JAR + ":" + GrowingProgram.classesWith(FragileListenerMain.class) + "' "
                + FragileListenerMain.class.getName() + " " + directory.resolve("superlance.conf");

        try (RealSupervisord server = with(command).start()) {
            server.awaitRunning("victim");
            server.client().signal(VICTIM, "KILL");

            server.await("the event in its second run", () -> text("taken").startsWith("processname:victim"));
            server.await("the mail", () -> text("mail").contains("victim crashed at "));

            assertThat(log(server))
                    .contains("[fragile] failed with java.lang.NoClassDefFoundError: on purpose; restarting in 1s")
                    .doesNotContain("[crashmail] failed");
            assertThat(server.isIn(ProcessState.RUNNING, "superlance")).isTrue();
        }
    }

    private RealSupervisordBuilder with(String command) {
        return RealSupervisord.in(directory)
                .environment("SUPERLANCE_STATE_DIR", directory.resolve("state").toString())
                .environment("FRAGILE_DIRECTORY", directory.toString())
                .section("program:big", GrowingProgram.python(60).line())
                .section("program:small", "command=sleep 1000000")
                .section("group:grown", "programs=big,small")
                .section("program:victim", "command=sleep 1000000")
                .section(
                        "eventlistener:superlance",
                        "command=" + command,
                        EVENTS,
                        "stopwaitsecs=600",
                        RealSupervisord.credentials());
    }

    private static String log(RealSupervisord server) {
        return server.stderrOf("superlance");
    }

    /** Where a listener of that name has its state when it has a process of its own. */
    private Path state(RealSupervisord server, String command) {
        ListenerId id = new ListenerId(command, command, command, server.url());
        return directory.resolve("state").resolve(id.fileName());
    }

    private String text(String file) {
        try {
            Path path = directory.resolve(file);
            return Files.exists(path) ? Files.readString(path) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
