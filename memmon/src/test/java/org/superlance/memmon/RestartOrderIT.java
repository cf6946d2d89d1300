package org.superlance.memmon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.listener.testkit.FileGate;
import org.superlance.listener.testkit.GrowingProgram;
import org.superlance.listener.testkit.PackagedCommand;
import org.superlance.listener.testkit.RealSupervisord;
import org.superlance.listener.testkit.RealSupervisordBuilder;

/** The packaged memmon with {@code --depends} and {@code --restart-dependants}. */
class RestartOrderIT {

    private static final Path JAR = PackagedCommand.file("memmon");
    private static final String IDLES = "command=sleep 1000000";
    private static final String LARGE = GrowingProgram.python(50).line();

    @TempDir
    Path directory;

    /** It is not RUNNING before somebody lets it be so. */
    @Test
    void waitsForADependencyThatDoesNotRun() {
        RealSupervisordBuilder builder = builder("-p web=40MB --depends web=db")
                .section("program:db", IDLES, "autostart=false", "startsecs=0")
                .section("program:web", LARGE, "startsecs=0");
        try (RealSupervisord server = builder.start()) {
            server.await(
                    "its wait",
                    () -> server.stderrOf("memmon").contains("web:web: its restart waits for db:db, which is STOPPED"));
            long web = server.pid("web");
            assertThat(server.stderrOf("memmon")).doesNotContain("restarted web:web");
            assertThat(server.isIn(ProcessState.RUNNING, "web")).isTrue();

            server.client().start(Namespec.parse("db"), false);

            server.await("the restart", () -> server.stderrOf("memmon").contains("restarted web:web"));
            assertThat(server.pid("web")).isNotEqualTo(web);
        }
    }

    @Test
    void restartsWhatOthersDependOnFirstThoughItIsSlowToStart() {
        RealSupervisordBuilder builder = builder("-p web=40MB -p db=40MB --depends web=db")
                .section("program:db", LARGE, "startsecs=3")
                .section("program:web", LARGE, "startsecs=0");
        try (RealSupervisord server = builder.start()) {
            server.await("the restart", () -> server.stderrOf("memmon").contains("restarted web:web"));

            assertThat(lines(server, "restarting |restarted "))
                    .containsSubsequence(
                            "restarting db:db", "restarted db:db", "restarting web:web", "restarted web:web");
        }
    }

    /** It is killed while one of them is about to be restarted, and the other waits for that. */
    @Test
    void restartsDependantsEachOnceThoughItIsKilledBeforeThey() throws IOException {
        FileGate stop = FileGate.at(directory.resolve("stop"));
        FileGate hook = FileGate.at(directory.resolve("hook"));
        Path before = Files.writeString(
                directory.resolve("before"),
                "#!/bin/sh\ntest $ALERT_PROCESS != app || { echo app >> reached; " + hook.shellWait() + "; }\n");
        assertThat(before.toFile().setExecutable(true)).isTrue();
        RealSupervisordBuilder builder = builder("-p db=40MB --depends app=db --depends web=app,db"
                        + " --restart-dependants --before-restart " + before)
                .section("program:db", stop.stopsWhenOpenHoldingFirst(50), "startsecs=0", "stopwaitsecs=3600")
                .section("program:app", IDLES, "startsecs=0")
                .section("program:web", IDLES, "startsecs=0");
        try (RealSupervisord server = builder.start()) {
            server.await("the stop", () -> server.isIn(ProcessState.STOPPING, "db"));
            stop.open();
            server.await("the hook before app", () -> Files.exists(directory.resolve("reached")));
            long app = server.pid("app");
            ProcessHandle.of(server.pid("memmon")).ifPresent(ProcessHandle::destroyForcibly);
            hook.open();

            server.await("the restart of web", () -> server.stderrOf("memmon").contains("restarted web:web"));

            assertThat(lines(server, "restarting |restarted "))
                    .containsSubsequence(
                            "restarted db:db", "restarting app:app", "restarted app:app", "restarting web:web");
            assertThat(server.pid("app")).isNotEqualTo(app);
            // the hook was interrupted: who knows what it has done
            assertThat(Files.readAllLines(directory.resolve("reached"))).hasSize(2);
        }
    }

    private RealSupervisordBuilder builder(String options) {
        return RealSupervisord.in(directory)
                .section(
                        "eventlistener:memmon",
                        "command=" + JAR + " " + options + " --verbose --state-dir " + directory.resolve("state"),
                        "events=TICK_5",
                        "directory=" + directory,
                        "autorestart=true",
                        RealSupervisord.credentials());
    }

    /** Such as {@code restarted web:web}. */
    private static List<String> lines(RealSupervisord server, String regex) {
        return Pattern.compile("(?:" + regex + ")[^:]+:\\w+")
                .matcher(server.stderrOf("memmon"))
                .results()
                .map(MatchResult::group)
                .toList();
    }
}
