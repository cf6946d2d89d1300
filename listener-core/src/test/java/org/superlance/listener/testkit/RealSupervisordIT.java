package org.superlance.listener.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessState;

class RealSupervisordIT {

    @TempDir
    Path directory;

    @Test
    void runsProgramsAndTellsTheirStatusAndTheirLogs() {
        try (RealSupervisord supervisord = RealSupervisord.in(directory)
                .environment("GREETING", "good morning")
                .section("program:web", "command=sh -c 'echo $GREETING >&2; exec sleep 600'", "startsecs=0")
                .start()) {

            supervisord.awaitLog("success: web entered RUNNING");
            supervisord.await("the greeting", () -> supervisord.stderrOf("web").contains("good morning"));

            assertThat(supervisord.ctl("status")).contains("web", "RUNNING");
            assertThat(supervisord.url()).startsWith("unix:///");
        }
    }

    @Test
    void tellsOfItsProgramsByXmlRpc() {
        try (RealSupervisord supervisord = RealSupervisord.in(directory)
                .section("program:web", "command=sleep 600", "startsecs=0")
                .section("program:later", "command=sleep 600", "autostart=false")
                .start()) {
            supervisord.awaitRunning("web");
            long pid = supervisord.pid("web");

            supervisord.client().stop(Namespec.parse("web"), false);
            supervisord.await(ProcessState.STOPPED, "web");

            assertThat(pid).isPositive();
            assertThat(supervisord.pid("web")).isZero();
            assertThat(supervisord.isIn(ProcessState.STOPPED, "later:later")).isTrue();
            assertThat(supervisord.processes()).hasSize(2);
            assertThatThrownBy(() -> supervisord.info("nosuch"))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("nosuch");
        }
    }

    @Test
    void answersByTcpToo() {
        try (RealSupervisord supervisord = RealSupervisord.in(directory).inet().start()) {

            String version = supervisord.ctl(
                    "-s", supervisord.inetUrl(), "-u", supervisord.user(), "-p", supervisord.password(), "version");

            assertThat(version).matches("\\d+\\.\\d+.*\\s*");
        }
    }

    @Test
    void leavesNothingBehindNotEvenWhatIgnoresItsSignalsAndHasLostItsParent() {
        RealSupervisord supervisord = RealSupervisord.in(directory)
                .section(
                        "program:deaf",
                        "command=sh -c 'trap \"\" TERM; (sleep 601 & echo $! >&2); exec sleep 602'",
                        "startsecs=0",
                        "stopwaitsecs=1")
                .start();
        supervisord.await("the orphan's pid", () -> supervisord.stderrOf("deaf").endsWith("\n"));
        long orphan = Long.parseLong(supervisord.stderrOf("deaf").strip());
        ProcessHandle server = supervisord.process();

        supervisord.close();

        assertThat(server.isAlive()).isFalse();
        Await.until(
                "the orphan's end",
                () -> ProcessHandle.of(orphan).filter(ProcessHandle::isAlive).isEmpty());
    }

    @Test
    void leavesNothingBehindWhenTheTestsAreKilled() throws Exception {
        Process tests = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        KilledTests.class.getName(),
                        directory.toString())
                .redirectError(directory.resolve("tests.log").toFile())
                .start();
        List<ProcessHandle> started = Stream.of(tests.inputReader().readLine().split(" "))
                .map(pid -> ProcessHandle.of(Long.parseLong(pid)).orElseThrow())
                .toList();

        tests.destroyForcibly();

        Await.until(
                "the end of " + started,
                () -> started.stream().noneMatch(ProcessHandle::isAlive),
                () -> GrowingTextFile.allLogsIn(directory));
    }

    /** Starts a server, tells its pid and that of its program, and does not close it. */
    static final class KilledTests {

        private KilledTests() {}

        public static void main(String[] arguments) throws InterruptedException {
            RealSupervisord supervisord = RealSupervisord.in(Path.of(arguments[0]))
                    .section("program:web", "command=sleep 600", "startsecs=0")
                    .start();
            supervisord.awaitRunning("web");
            System.out.println(supervisord.process().pid() + " " + supervisord.pid("web"));
            Thread.currentThread().join();
        }
    }

    @Test
    void startsAgainAfterItWasClosed() {
        RealSupervisord supervisord = RealSupervisord.in(directory).build();
        supervisord.start();
        supervisord.close();

        supervisord.start();

        assertThat(supervisord.ctl("pid"))
                .contains(Long.toString(supervisord.process().pid()));
        supervisord.close();
    }

    @Test
    void tellsStatusAndLogsWhenWhatWasAwaitedDoesNotCome() {
        try (RealSupervisord supervisord = RealSupervisord.in(directory)
                .section("program:web", "command=sleep 600")
                .start()) {

            assertThatThrownBy(() -> supervisord.await("a miracle", Duration.ZERO, () -> false))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("a miracle")
                    .hasMessageContaining("web")
                    .hasMessageContaining("supervisord started with pid");
        }
    }

    @Test
    void tellsWhatTheServerSaidWhenItDoesNotStart() {
        RealSupervisord supervisord =
                RealSupervisord.in(directory).section("program:web").build();

        assertThatThrownBy(supervisord::start)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("does not specify a command");
    }

    @Test
    void anotherServerCanTakeItsPlace() {
        RealSupervisord other = RealSupervisord.in(directory)
                .launchedBy(command -> List.of("sh", "-c", "echo instead of \"$0\"; exit 3", command.get(0)))
                .build();

        assertThatThrownBy(other::start).hasMessageContaining("instead of supervisord");
    }

    @Test
    void programsReallyGrow() {
        try (RealSupervisord supervisord = RealSupervisord.in(directory)
                .section(
                        "program:hog",
                        GrowingProgram.growing(10, 5, Duration.ofMillis(50), 30).line())
                .section("program:python", GrowingProgram.python(30).line())
                .start()) {

            supervisord.await("30 MB", () -> supervisord.stdoutOf("hog").contains("holds 30 MB"));
            supervisord.await("Python's", () -> supervisord.stdoutOf("python").contains("holds"));

            assertThat(supervisord.stdoutOf("hog")).contains("holds 10 MB", "holds 15 MB");
        }
    }
}
