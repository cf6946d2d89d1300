package org.superlance.memmon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superlance.listener.state.ListenerId;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.listener.testkit.FileGate;
import org.superlance.listener.testkit.PackagedCommand;
import org.superlance.listener.testkit.RealSupervisord;
import org.superlance.listener.testkit.RealSupervisordBuilder;
import org.superlance.listener.testkit.SmallDisk;
import org.superlance.listener.testkit.TestCommand;
import org.superlance.listener.testkit.TestedServer;

/** What becomes of a restart, and of what else waits in the state directory, when something goes wrong meanwhile. */
@Order(1) // takes long
class StateAccidentsIT {

    private static final Path JAR = PackagedCommand.file("memmon");
    private static final Namespec MEMMON = Namespec.parse("memmon");
    private static final Namespec SLOW = Namespec.parse("slow");

    @TempDir
    Path directory;

    private FileGate stop;

    @BeforeEach
    void closeTheGate() {
        stop = FileGate.at(directory.resolve("gate"));
    }

    @Test
    void aRestartThatItsNextRunFinishesIsMailedAndCountedLikeAnyOther() {
        try (RealSupervisord server = withMemmon("memmon", options()).start()) {
            interrupt(server, "memmon");
            stop.open();
            server.await(ProcessState.STOPPED, "slow");

            server.client().start(MEMMON, false);

            server.await("the mail", () -> mail().contains("Restarted, new pid"));
            server.awaitRunning("slow");
            server.await(
                    "the metrics",
                    () -> read(directory.resolve("memmon.prom"))
                            .contains("program=\"slow:slow\",reason=\"memory\",outcome=\"restarted\"} 1"));
            assertThat(mail())
                    .containsOnlyOnce("Subject: memmon: process slow:slow restarted")
                    .containsPattern("Process slow:slow on .* \\(pid \\d+, up \\d")
                    .containsPattern("RSS .* exceeds 40MB .*; interrupted by the end of the listener, finished by its")
                    .contains("Restarted, new pid " + server.pid("slow"));
            server.await("no note", () -> notes("memmon", server).isEmpty());
        }
    }

    @Test
    void aStartThatFailsInItsNextRunIsMailedToo() throws IOException {
        Path python = Files.createSymbolicLink(
                directory.resolve("python3"), Path.of("/usr/bin/python3").toRealPath());
        try (RealSupervisord server =
                withMemmon("memmon", options(), python.toString()).start()) {
            interrupt(server, "memmon");
            Files.delete(python);
            stop.open();
            server.await(ProcessState.STOPPED, "slow");

            server.client().start(MEMMON, false);
            server.await("the first mail", () -> mail().contains("failed to start process slow:slow"));
            // else the mail command may have taken it, and the listener not know that: it would send it again
            server.await("that it is delivered", () -> alerts(server).isEmpty());
            server.await(
                    "that it is noted",
                    () -> read(notes("memmon", server).get(0)).contains("start-failed: told"));
            kill(server, "memmon");
            server.await(ProcessState.EXITED, "memmon");
            Files.createSymbolicLink(python, Path.of("/usr/bin/python3").toRealPath());
            server.client().start(MEMMON, false);

            server.await("the second mail", () -> mail().contains("process slow:slow restarted"));
            server.awaitRunning("slow");
            assertThat(mail()).containsOnlyOnce("Subject: memmon: failed to start process slow:slow");
        }
    }

    @Test
    void whatLiesOnAFullDiskIsReadAndFinished() throws IOException {
        Path state = Files.createDirectory(directory.resolve("state"));
        try (SmallDisk disk = SmallDisk.at(state);
                RealSupervisord server = withMemmon("memmon", options()).start()) {
            interrupt(server, "memmon");
            disk.fill();
            stop.open();
            server.await(ProcessState.STOPPED, "slow");

            server.client().start(MEMMON, false);

            server.awaitRunning("slow");
            server.await("the mail", () -> mail().contains("process slow:slow restarted"));
            assertThat(server.stderrOf("memmon")).doesNotContain("continuing without");
        }
    }

    @Test
    void aDirectoryThatCannotBeMadeForLackOfRoomIsUsedAsSoonAsItCan() throws IOException {
        Path state = Files.createDirectory(directory.resolve("state"));
        try (SmallDisk disk = SmallDisk.at(state)) {
            disk.fill();
            Path sub = state.resolve("sub");
            try (RealSupervisord server = withMemmon("memmon", options().replace("/state ", "/state/sub "))
                    .start()) {
                server.await(
                        "an error", () -> server.stderrOf("memmon").contains("continuing without state directory"));

                disk.free();

                server.await("the directory", () -> server.stderrOf("memmon").contains("can be used now"));
                assertThat(sub).isDirectory();
                interrupt(server, "memmon");
                assertThat(notes(state(server, "memmon", sub))).hasSize(1);
            }
        }
    }

    @Test
    void aListenerWaitsForTheDirectoryThatAnotherProcessStillHolds() throws IOException {
        try (RealSupervisord server = withMemmon("memmon", options()).start()) {
            interrupt(server, "memmon");
            stop.open();
            server.await(ProcessState.STOPPED, "slow");
            Process predecessor = new ProcessBuilder(
                            "python3",
                            "-c",
                            "import fcntl, sys; f = open(sys.argv[1], 'w'); fcntl.lockf(f, fcntl.LOCK_EX);"
                                    + " print('held', flush=True); sys.stdin.read()",
                            state(server, "memmon").resolve("lock").toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try {
                assertThat(predecessor.inputReader().readLine()).isEqualTo("held");

                server.client().start(MEMMON, false);
                server.await("that it waits", () -> server.stderrOf("memmon").contains("is in use by another process"));
                assertThat(server.isIn(ProcessState.STOPPED, "slow")).isTrue();
            } finally {
                predecessor.destroyForcibly();
            }

            server.awaitRunning("slow");
            server.await("the mail", () -> mail().contains("process slow:slow restarted"));
            assertThat(server.stderrOf("memmon")).contains("resuming interrupted restart of slow:slow");
        }
    }

    /** The listener lives on for some seconds, and so does the one that the next supervisord starts. */
    @Test
    void aRestartDuringWhichSupervisordIsKilledIsFinishedAndReportedOnce() {
        assumeFalse(TestedServer.isEmbedded(), "nothing that procmon has started outlives it");
        try (RealSupervisord server = withMemmon("memmon", options()).start()) {
            server.client().start(SLOW, false);
            server.await(ProcessState.STOPPING, "slow");
            server.process().destroyForcibly();
            server.process().onExit().join();
            stop.open();

            server.start();

            server.awaitRunning("slow");
            server.await("the mail", () -> mail().contains("process slow:slow restarted"));
            server.await("no note", () -> notes("memmon", server).isEmpty());
            assertThat(mail()).containsOnlyOnce("process slow:slow restarted");
        }
    }

    @Test
    void damagedNotesAreSetAsideAndHideNoOther() throws IOException {
        try (RealSupervisord server = withMemmon("memmon", options()).build()) {
            Path restarts = Files.createDirectories(state(server, "memmon").resolve("restarts"));
            Files.write(restarts.resolve("a.restart"), new byte[4096]);
            Files.write(restarts.resolve("b.restart"), "pr\u00f3g\n".getBytes(StandardCharsets.ISO_8859_1));
            Files.writeString(restarts.resolve("slow%3Aslow.restart"), "slow:slow\nstopped to be started again\n");

            server.start();

            server.awaitRunning("slow");
            server.await(
                    "both lines",
                    () -> lines(server.stderrOf("memmon"), "not a record of an interrupted restart") == 2);
            assertThat(restarts.resolve("failed")).isDirectoryContaining("glob:**/a.restart");
            assertThat(restarts.resolve("failed")).isDirectoryContaining("glob:**/b.restart");
        }
    }

    @Test
    void aDirectoryThatIsDeletedWhileItIsUsedIsMadeAgain() throws IOException {
        try (RealSupervisord server = withMemmon("memmon", options()).start()) {
            server.await(
                    "the directory",
                    () -> Files.isDirectory(state(server, "memmon").resolve("outbox/failed")));
            delete(directory.resolve("state"));

            interrupt(server, "memmon");
            stop.open();
            server.await(ProcessState.STOPPED, "slow");
            server.client().start(MEMMON, false);

            server.await("the mail", () -> mail().contains("process slow:slow restarted"));
            server.awaitRunning("slow");
            assertThat(state(server, "memmon").resolve("about")).content().contains("listener: memmon:memmon");
        }
    }

    @Test
    void anotherListenerTakesOverWhatAListenerThatIsGoneHasBegunAndNamesTheRest() throws IOException {
        RealSupervisordBuilder builder = withMemmon("old", "-p slow=40MB --state-dir " + directory.resolve("state"))
                .section(
                        "eventlistener:new",
                        "command=" + JAR + " -p nothing=1GB " + mailTo() + " --state-dir " + directory.resolve("state"),
                        "events=TICK_5",
                        "autostart=false",
                        RealSupervisord.credentials());
        try (RealSupervisord server = builder.start()) {
            interrupt(server, "old");
            Path old = state(server, "old");
            Path outbox = Files.createDirectories(old.resolve("outbox"));
            Files.writeString(outbox.resolve("x.alert"), "Id: x\nDate: 2026-11-21T10:58:13Z\nSubject: s\n\ntext\n");
            assertThat(check(server))
                    .contains(old + " holds interrupted restarts of slow:slow, 1 alert of memmon old:old");
            server.client().start(Namespec.parse("new"), false);
            stop.open();

            server.await("the mail", () -> mail().contains("process slow:slow restarted"));

            server.awaitRunning("slow");
            assertThat(mail()).contains("; begun by memmon old:old, which does not run");
            server.await("its alert", () -> server.stderrOf("new").contains(old + " holds 1 alert of memmon old:old"));
            assertThat(notes("old", server)).isEmpty();
            assertThat(outbox.resolve("x.alert")).exists();
        }
    }

    private String check(RealSupervisord server) {
        return TestCommand.output(
                List.of(JAR.toString(), "--check", "-C", server.confFile().toString(), "--section", "new"));
    }

    /** Kills the listener between the stop and the start. */
    private static void interrupt(RealSupervisord server, String listener) {
        server.client().start(SLOW, false);
        server.await(ProcessState.STOPPING, "slow");
        kill(server, listener);
        server.await(ProcessState.EXITED, listener);
    }

    private static void kill(RealSupervisord server, String listener) {
        // one that ends while it is STARTING would be started again
        server.awaitRunning(listener);
        assertThat(server.client().signal(Namespec.parse(listener), "KILL").value())
                .contains(true);
    }

    private RealSupervisordBuilder withMemmon(String name, String options) {
        return withMemmon(name, options, "python3");
    }

    private RealSupervisordBuilder withMemmon(String name, String options, String python) {
        return RealSupervisord.in(directory)
                .section(
                        "program:slow",
                        stop.stopsWhenOpenHoldingFirst(50).replace("command=python3", "command=" + python),
                        "autostart=false",
                        "startsecs=0",
                        "stopwaitsecs=3600")
                .section(
                        "eventlistener:" + name,
                        "command=" + JAR + " " + options,
                        "events=TICK_5",
                        "autorestart=false",
                        RealSupervisord.credentials());
    }

    private String options() {
        return "-p slow=40MB --state-dir " + directory.resolve("state") + " " + mailTo() + " --metrics-file "
                + directory.resolve("memmon.prom");
    }

    private String mailTo() {
        return "-m bob@example.com -s \"cat >> " + directory.resolve("mail") + "\"";
    }

    private Path state(RealSupervisord server, String listener) {
        return state(server, listener, directory.resolve("state"));
    }

    private static Path state(RealSupervisord server, String listener, Path base) {
        return base.resolve(new ListenerId("memmon", listener, listener, server.url()).fileName());
    }

    private List<Path> notes(String listener, RealSupervisord server) {
        return notes(state(server, listener));
    }

    private static List<Path> notes(Path state) {
        try (Stream<Path> files = Files.list(state.resolve("restarts"))) {
            return files.filter(file -> file.toString().endsWith(".restart")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> alerts(RealSupervisord server) {
        return Stream.of(Objects.requireNonNull(
                        state(server, "memmon").resolve("outbox").toFile().list()))
                .filter(name -> name.endsWith(".alert"))
                .toList();
    }

    /** At once for the listener, which may be about to put a further file into it. */
    private void delete(Path tree) throws IOException {
        Path gone = Files.move(tree, directory.resolve("gone"));
        try (Stream<Path> files = Files.walk(gone)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
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

    private static long lines(String text, String part) {
        return Pattern.compile(Pattern.quote(part)).matcher(text).results().count();
    }
}
