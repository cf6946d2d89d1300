package org.superlance.superlance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.testkit.GrowingProgram;
import org.superlance.listener.testkit.PackagedCommand;
import org.superlance.listener.testkit.RealSupervisord;
import org.superlance.listener.testkit.RealSupervisordBuilder;

/**
 * Commands under a real supervisord while the clock is set back by a day. What goes by the clock alone would wait for so
 * long.
 */
@Order(1) // takes long
class ClockSetBackIT {

    private static final Path JAR = PackagedCommand.file("superlance");
    private static final Namespec VICTIM = Namespec.parse("victim");

    @TempDir
    Path directory;

    private Path clock;

    @BeforeEach
    void setClock() throws IOException {
        clock = Files.writeString(directory.resolve("clock"), "PT0S");
    }

    @Test
    void aThrottleEndsAndACrashIsTold() throws Exception {
        String mail = directory.resolve("mail").toString();
        try (RealSupervisord server = with("crashmail --throttle 1/15s -s 'cat >> " + mail + "'", "PROCESS_STATE")
                .section("program:victim", "command=sleep 1000000", "startsecs=0", "startretries=100")
                .start()) {
            server.awaitRunning("victim");
            server.client().signal(VICTIM, "KILL");
            server.await("the first mail", () -> subjects() == 1);
            server.await("the first mail is counted", () -> log(server).contains("queued: 'victim crashed"));
            server.awaitRunning("victim");
            server.client().signal(VICTIM, "KILL");
            server.await("a held one", () -> log(server).contains("suppressed by --throttle"));

            setBack();

            server.await("the mail of what was held", () -> subjects() == 2);
            server.awaitRunning("victim");
            server.client().signal(VICTIM, "KILL");
            server.await("the mail of a crash after that", () -> subjects() == 3);
        }
    }

    @Test
    void aBatchIsMailed() throws Exception {
        String command =
                "crashmailbatch -t ops@example.com -f supervisord@example.com -i 1 -H 127.0.0.1:1 --alert-cmd 'cat >> "
                        + directory.resolve("mail") + "'";
        try (RealSupervisord server = with(command, "PROCESS_STATE")
                .section("program:victim", "command=sleep 1000000")
                .start()) {
            server.awaitRunning("victim");
            server.client().signal(VICTIM, "KILL");
            server.await("the crash", () -> log(server).contains("to be told at "));

            setBack();

            server.await("the batch", () -> text("mail").contains("Crash alert from supervisord"));
        }
    }

    @Test
    void aBudgetOfRestartsIsThereAgain() throws Exception {
        try (RealSupervisord server = with("memmon -p big=30MB --max-restarts 1/15s", "TICK_5")
                .section("program:big", GrowingProgram.python(60).line())
                .start()) {
            server.await("a restart", () -> restarts(server) > 0);
            setBack();
            long before = restarts(server);

            server.await("two more", () -> restarts(server) >= before + 2);
        }
    }

    @Test
    void whatHasGivenUpIsStarted() throws Exception {
        try (RealSupervisord server = with("procmon watch -a -m 10s", "PROCESS_STATE,TICK_5")
                .section("program:broken", "command=false", "startretries=0")
                .start()) {
            server.await("two starts", () -> starts(server) > 1);
            setBack();
            long before = starts(server);

            server.await("two more", () -> starts(server) >= before + 2);
        }
    }

    private RealSupervisordBuilder with(String command, String events) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return RealSupervisord.in(directory)
                .environment("CLOCK_FILE", clock.toString())
                .section(
                        "eventlistener:listener",
                        "command=" + java + " -cp " + JAR + ":" + GrowingProgram.classesWith(SetClockMain.class) + " "
                                + SetClockMain.class.getName() + " " + command,
                        "events=" + events,
                        RealSupervisord.credentials());
    }

    /** At once, so that nobody reads half of it. */
    private void setBack() throws IOException {
        Path next = Files.writeString(directory.resolve("clock.next"), "-P1D");
        Files.move(next, clock, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        assertThat(Files.readString(clock)).isEqualTo("-P1D");
    }

    private long subjects() {
        return count("(?m)^Subject: ", text("mail"));
    }

    private static long restarts(RealSupervisord server) {
        return count("restarted big:big", log(server));
    }

    private static long starts(RealSupervisord server) {
        return count("spawned: 'broken'", server.log());
    }

    private static long count(String regex, String text) {
        return Pattern.compile(regex).matcher(text).results().count();
    }

    private static String log(RealSupervisord server) {
        return server.stderrOf("listener");
    }

    private String text(String file) {
        try {
            Path path = directory.resolve(file);
            return Files.exists(path) ? Files.readString(path) : "";
        } catch (IOException e) {
            return "";
        }
    }
}
