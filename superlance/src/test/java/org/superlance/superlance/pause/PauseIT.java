package org.superlance.superlance.pause;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.testkit.GrowingProgram;
import org.superlance.listener.testkit.PackagedCommand;
import org.superlance.listener.testkit.RealSupervisord;
import org.superlance.listener.testkit.TestCommand;

/** {@code superlance pause} and {@code resume} beside the packaged listeners under a real supervisord. */
class PauseIT {

    private static final Path JAR = PackagedCommand.file("superlance");
    private static final Pattern SUMMARY = Pattern.compile("(?m)^Subject: crashmail: \\d+ incidents while paused");

    @TempDir
    Path directory;

    /** Killed meanwhile, memmon and crashmail know no less. */
    @Test
    void restartsAndTellsNothingUntilTheEndAndThenAllInOneMessage() throws Exception {
        Path state = Files.createDirectories(directory.resolve("state"));
        assertThat(superlance("pause", "--for", "2h")).contains("all programs paused until ");
        try (RealSupervisord server = RealSupervisord.in(directory)
                .section("program:big", GrowingProgram.python(50).line())
                .section("program:victim", "command=sleep 1000000", "startsecs=0")
                .section(
                        "eventlistener:memmon",
                        "command=" + listener("memmon -p big=40MB", "memmon"),
                        "events=TICK_5",
                        RealSupervisord.credentials())
                .section(
                        "eventlistener:crashmail",
                        "command=" + listener("crashmail -p victim", "crashmail"),
                        "events=PROCESS_STATE_EXITED,PROCESS_STATE_RUNNING",
                        RealSupervisord.credentials())
                .start()) {
            server.awaitRunning("big");
            server.awaitRunning("victim");
            long big = server.pid("big");
            server.await(
                    "what memmon would do", () -> server.stderrOf("memmon").contains("not restarting big:big: RSS "));
            kill(server, "victim", 1);
            TestCommand.signal("KILL", List.of(server.pid("crashmail"), server.pid("memmon")));
            server.await("the next life of crashmail", () -> count(server.stderrOf("crashmail"), " started: ") == 2);
            kill(server, "victim", 2);
            server.await(
                    "what the next memmon would do",
                    () -> count(server.stderrOf("memmon"), "not restarting big:big: RSS ") == 2);

            assertThat(server.pid("big")).isEqualTo(big);
            assertThat(mails("memmon") + mails("crashmail")).isEmpty();
            assertThat(server.stderrOf("memmon"))
                    .containsPattern("not restarting big:big: RSS .* exceeds 40MB .*; paused until .* by \\S+; pid")
                    .containsPattern("INFO  all programs paused until .* for 2h; not restarted");

            assertThat(superlance("resume")).isEqualTo("all programs resumed\n");
            server.await("the restart", () -> server.stderrOf("memmon").contains("restarted big:big"));
            server.await(
                    "the message of crashmail",
                    () -> SUMMARY.matcher(mails("crashmail")).find());
            server.await("the message of memmon", () -> mails("memmon").contains("while paused"));

            assertThat(count(mails("crashmail"), "Subject: ")).isEqualTo(1);
            assertThat(mails("crashmail"))
                    .contains("Subject: crashmail: 2 incidents while paused: victim:victim")
                    .contains(" 2 times: victim crashed at ");
            assertThat(mails("memmon"))
                    .contains("Subject: memmon: 2 incidents while paused: big:big")
                    .containsPattern(" 2 times: memmon: process big:big not restarted: RSS ");
            assertThat(server.stderrOf("crashmail")).containsPattern("all programs not paused any more: resumed by ");
        }
        assertThat(state.resolve("pauses")).isDirectory();
    }

    /** supervisord starts it again each time. */
    private void kill(RealSupervisord server, String program, int times) {
        server.awaitRunning(program);
        server.client().signal(Namespec.parse(program), "KILL");
        server.await(
                "crashmail's line about it",
                () -> count(server.stderrOf("crashmail"), "; held back: paused until ") == times);
    }

    private String listener(String command, String mails) {
        return JAR + " " + command + " --state-dir " + directory.resolve("state") + " -m ops@example.com -s 'cat >> "
                + directory.resolve(mails + ".mails") + "'";
    }

    private String superlance(String... words) {
        List<String> command = new ArrayList<>(List.of(JAR.toString()));
        command.addAll(List.of(words));
        command.addAll(List.of("--state-dir", directory.resolve("state").toString()));
        return TestCommand.output(command);
    }

    private String mails(String name) {
        Path file = directory.resolve(name + ".mails");
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int count(String text, String part) {
        return text.split(Pattern.quote(part), -1).length - 1;
    }
}
