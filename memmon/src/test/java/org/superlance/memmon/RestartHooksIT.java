package org.superlance.memmon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.listener.testkit.FileGate;
import org.superlance.listener.testkit.GrowingProgram;
import org.superlance.listener.testkit.PackagedCommand;
import org.superlance.listener.testkit.RealSupervisord;

/** The commands around the restarts of the packaged memmon, which is killed in between. */
class RestartHooksIT {

    private static final String DRAIN = "mkdir drained; echo before $ALERT_ID $ALERT_PID $ALERT_OUTCOME. >> log\n";
    private static final String FILL = "rmdir drained; echo after $ALERT_ID $ALERT_PID $ALERT_OUTCOME. >> log\n";

    @TempDir
    Path directory;

    /** The balancer that the first hook has drained is filled again, though nothing was restarted. */
    @Test
    void runsTheHookAfterInTheNextLifeIfTheListenerIsKilledInTheHookBefore() {
        FileGate gate = FileGate.at(directory.resolve("gate"));
        script("before", DRAIN + gate.shellWait());
        script("after", FILL);
        try (RealSupervisord server = start("")) {
            long big = pidOfBig(server);
            server.await("the hook", () -> log().size() == 1);
            server.await("the record of it", () -> notes().contains("hook-process:"));
            ProcessHandle.of(server.pid("memmon")).ifPresent(ProcessHandle::destroyForcibly);
            server.await("the hook after it", () -> log().size() > 1);
            gate.open();
            server.await("two restarts, of which one was interrupted", () -> log().size() == 4);

            assertThat(log())
                    .satisfiesExactly(
                            line -> assertThat(line).matches("before \\S+ " + big + " \\."),
                            line -> assertThat(line).isEqualTo("after " + id(0) + " " + big + " skipped."),
                            line -> assertThat(line).matches("before \\S+ " + big + " \\."),
                            line -> assertThat(line).isEqualTo("after " + id(2) + " " + big + " restarted."));
            assertThat(directory.resolve("drained")).doesNotExist();
            assertThat(server.stderrOf("memmon"))
                    .contains("resuming interrupted restart of big:big", "it was not stopped when the listener ended")
                    .containsPattern("big:big: killing pid \\d+, which an earlier run of this listener ran");
        }
    }

    @Test
    void runsTheHookAfterInTheNextLifeIfTheListenerIsKilledInTheStop() {
        FileGate stop = FileGate.at(directory.resolve("gate"));
        script("before", DRAIN);
        script("after", FILL);
        try (RealSupervisord server = start("", stop.stopsWhenOpenHoldingFirst(50), "stopwaitsecs=3600")) {
            long big = pidOfBig(server);
            server.await("the hook", () -> log().size() == 1);
            long memmon = server.pid("memmon");
            server.await("the stop", () -> server.isIn(ProcessState.STOPPING, "big"));
            ProcessHandle.of(memmon).ifPresent(ProcessHandle::destroyForcibly);
            server.await("its next life", () -> server.pid("memmon") != memmon && server.pid("memmon") != 0);

            stop.open();
            server.await("the hook after it", () -> log().size() == 2);

            assertThat(log().get(1)).isEqualTo("after " + id(0) + " " + big + " restarted.");
            assertThat(directory.resolve("drained")).doesNotExist();
        }
    }

    @Test
    void killsAHookThatHangsAndSaysSoInTheMail() {
        script("before", "echo begun; exec sleep 1000000");
        script("after", FILL);
        try (RealSupervisord server = start("--hook-timeout 3s")) {
            server.await("the mail", () -> mail().contains("Restarted, new pid"));

            assertThat(mail())
                    .contains("before-restart hook '" + directory + "/before' did not exit within 3s and was killed");
            assertThat(server.stderrOf("memmon"))
                    .contains("big:big: restarting nevertheless, without --require-hook")
                    .contains("--before-restart ***");
        }
    }

    @Test
    void restartsNothingWithoutTheRequiredHook() {
        script("before", "echo before >> log; test -e balancer");
        script("after", FILL);
        try (RealSupervisord server = start("--require-hook")) {
            long big = pidOfBig(server);
            server.await(
                    "a second attempt",
                    () -> log().stream().filter("before"::equals).count() > 1);
            server.await("the mail", () -> mail().contains("Not restarted: before-restart hook"));
            assertThat(server.pid("big")).isEqualTo(big);
            assertThat(mail()).contains("Subject: memmon: process big:big not restarted");

            script("before", "");
            server.await("a restart", () -> mail().contains("Restarted, new pid"));
        }
    }

    /** Once it was started: a server is there before its programs are. */
    private static long pidOfBig(RealSupervisord server) {
        server.await("a pid", () -> server.pid("big") != 0);
        return server.pid("big");
    }

    private RealSupervisord start(String options) {
        return start(options, GrowingProgram.python(50).line(), "startsecs=0");
    }

    private RealSupervisord start(String options, String program, String setting) {
        return RealSupervisord.in(directory)
                .section("program:big", program, setting)
                .section(
                        "eventlistener:memmon",
                        "command=" + PackagedCommand.file("memmon") + " -p big=40MB --before-restart "
                                + directory.resolve("before") + " --after-restart " + directory.resolve("after") + " "
                                + options + " --state-dir " + directory.resolve("state")
                                + " -m bob@example.com -s \"cat >> " + directory.resolve("mail") + "\"",
                        "events=TICK_5",
                        "directory=" + directory,
                        "autorestart=true",
                        RealSupervisord.credentials())
                .start();
    }

    private void script(String name, String text) {
        try {
            Path other = Files.writeString(directory.resolve(name + ".new"), "#!/bin/sh\n" + text + "\n");
            Files.setPosixFilePermissions(other, PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.move(
                    other,
                    directory.resolve(name),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String id(int line) {
        return log().get(line).split(" ", -1)[1];
    }

    private List<String> log() {
        return read("log").lines().toList();
    }

    /** What the listener keeps about restarts under way. */
    private String notes() {
        try (Stream<Path> files = Files.walk(directory.resolve("state"))) {
            return files.filter(file -> file.toString().endsWith(".restart"))
                    .map(file -> read(directory.relativize(file).toString()))
                    .collect(Collectors.joining());
        } catch (IOException | UncheckedIOException e) {
            // the listener changes them meanwhile
            return "";
        }
    }

    private String mail() {
        return read("mail");
    }

    private String read(String name) {
        try {
            Path file = directory.resolve(name);
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
