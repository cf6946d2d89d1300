package org.superlance.procmon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superlance.listener.process.ProcessGroupTable;
import org.superlance.listener.testkit.Await;
import org.superlance.listener.testkit.TestCommand;

class RunCommandMainIT {

    private final ProcessGroupTable groups = new ProcessGroupTable();

    @TempDir
    Path directory;

    @Test
    void aThousandKillsLeaveOneChildAndNoZombies() {
        try (PackagedProcmon procmon = PackagedProcmon.run("-t", "0", "--", "sleep", "600")) {
            for (int i = 0; i < 1_000; i++) {
                ProcessHandle.of(procmon.started()).ifPresent(ProcessHandle::destroyForcibly);
            }
            long last = procmon.started();

            long self = procmon.handle().pid();
            Await.until(
                    "the last child alone", () -> childrenOf(self, "S (sleep)").equals(List.of(Long.toString(last))));
            assertThat(childrenOf(self, "Z")).isEmpty();
        }
    }

    @Test
    void childrenDieWhenItIsKilled() {
        try (PackagedProcmon procmon = PackagedProcmon.run("--", "sh", "-c", "sleep 600 & echo up; sleep 600 & wait")) {
            procmon.started();
            procmon.line("up");
            Await.until(
                    "the child, its two children, and the guard",
                    () -> procmon.handle().descendants().count() == 4);
            List<Long> descendants =
                    procmon.handle().descendants().map(ProcessHandle::pid).toList();

            procmon.handle().destroyForcibly();

            Await.until("the end of all", () -> descendants.stream().noneMatch(RunCommandMainIT::isAlive));
        }
    }

    /** A guard that starts later does not know of the child when procmon is killed meanwhile. */
    @Test
    void theGuardIsOlderThanTheFirstChild() {
        String script = "[ \"$(pgrep -P $PPID -f [p]rocmon-guard)\" -lt $$ ] && echo guarded; sleep 600";
        try (PackagedProcmon procmon = PackagedProcmon.run("--", "sh", "-c", script)) {
            procmon.line("guarded");
        }
    }

    @Test
    void doesWhatSignalsSay() throws Exception {
        String script = "trap '' TERM; trap 'echo told' USR1; echo up; while :; do sleep 0.1; done";
        try (PackagedProcmon procmon = PackagedProcmon.run("-k", "1", "sh", "-c", script)) {
            long first = procmon.started();
            procmon.line("up");

            signal("USR1", procmon);
            procmon.line("told");
            signal("HUP", procmon);
            procmon.line("pid " + first + " and its process group did not exit within 1s: sending SIGKILL");
            long second = procmon.started();
            procmon.line("up");
            signal("TERM", procmon);
            procmon.line("pid " + second + " terminated by SIGKILL");

            assertThat(procmon.status()).isZero();
            assertThat(groups.isAlive(first)).isFalse();
            assertThat(groups.isAlive(second)).isFalse();
        }
    }

    @Test
    void endsOnSigquitAndItsChildHasTheLimitThatItWasStartedWith() throws Exception {
        List<String> limited = List.of("sh", "-c", "ulimit -S -n 200; ulimit -H -n 300; exec \"$@\"", "sh");
        try (PackagedProcmon procmon = PackagedProcmon.start(
                limited, "sh", "-c", "echo limits $(ulimit -S -n) $(ulimit -H -n); exec sleep 600")) {
            assertThat(procmon.line("limits")).isEqualTo("limits 200 300");

            signal("QUIT", procmon);
            procmon.line("SIGQUIT received: stopping");

            assertThat(procmon.status()).isZero();
            assertThat(procmon.all()).doesNotContain("Full thread dump");
        }
    }

    @Test
    void keepsIgnoringInheritedSignalsButItsChildIgnoresNone() throws Exception {
        String script = "trap 'echo told' USR1; " + Ignoring.SHOWN + "; while :; do sleep 0.1; done";
        try (PackagedProcmon procmon = PackagedProcmon.start(Ignoring.all(), "sh", "-c", script)) {
            Ignoring.assertNone(procmon.line("SigBlk:"), procmon.line("SigIgn:"));
            long child = procmon.started();

            signal("HUP", procmon);
            signal("INT", procmon);
            signal("USR1", procmon);
            procmon.line("told");
            signal("TERM", procmon);

            procmon.line("pid " + child + " terminated by SIGTERM");
            assertThat(procmon.status()).isZero();
            assertThat(procmon.all()).doesNotContain("SIGHUP").doesNotContain("SIGINT");
        }
    }

    @Test
    void warnsOnceOfIgnoredSignalsThatCannotBeReset() throws IOException {
        Path env = Files.writeString(
                directory.resolve("env"), "#!/bin/sh\necho \"env: unrecognized option: $1\" >&2\nexit 125\n");
        Files.setPosixFilePermissions(env, PosixFilePermissions.fromString("rwxr-xr-x"));
        List<String> before = Stream.of(
                        List.of("env", "PATH=" + directory + ":" + System.getenv("PATH")), Ignoring.all())
                .flatMap(List::stream)
                .toList();

        try (PackagedProcmon procmon =
                PackagedProcmon.start(before, "-t", "0", "sh", "-c", Ignoring.SHOWN + "; exec sleep 600")) {
            assertThat(procmon.line("WARN"))
                    .contains("install util-linux, and coreutils 8.31 or later: without env --default-signal, children")
                    .contains("ignore SIGHUP and SIGINT");
            for (int i = 0; i < 2; i++) {
                long child = procmon.started();
                procmon.line("SigIgn:");
                ProcessHandle.of(child).ifPresent(ProcessHandle::destroyForcibly);
            }
            procmon.started();
            assertThat(procmon.all()).doesNotContain("default-signal");
        }
    }

    @Test
    void retriesACommandThatIsMissingAtTheStart() throws Exception {
        Path command = directory.resolve("web");
        try (PackagedProcmon procmon =
                PackagedProcmon.run("--retry-missing", "-m", "0.1", "-M", "1", "--jitter", "0", command.toString())) {
            procmon.line("web: cannot be started: there is no command '" + command
                    + "', failure 1 in a row; next start in 0.1s");
            procmon.line("failure 2 in a row; next start in 0.2s");

            Path file = Files.writeString(directory.resolve("new"), "#!/bin/sh\necho up\nexec sleep 600\n");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.move(file, command);

            procmon.started();
            procmon.line("up");
            signal("TERM", procmon);
            assertThat(procmon.status()).isZero();
        }
    }

    @Test
    void retriesAMissingDirectoryOrUserUntilItIsGivenUp() throws Exception {
        for (List<String> missing : List.of(List.of("--directory", "/nowhere"), List.of("--user", "wwww"))) {
            List<String> words = new ArrayList<>(List.of("--retry-missing", "-m", "0.1", "--max-failures", "2/1h"));
            words.addAll(missing);
            words.addAll(List.of("--", "sleep", "600"));
            try (PackagedProcmon procmon = PackagedProcmon.run(words.toArray(String[]::new))) {
                procmon.line("sleep: cannot be started: there is no");
                procmon.line("failure 2 in a row");

                assertThat(procmon.status()).isOne();
            }
        }
    }

    @Test
    void theCommandHasTheEnvironmentOfItsUserAndNotThatOfJava() {
        try (PackagedProcmon procmon = PackagedProcmon.run(
                "sh", "-c", "echo \"arenas=${MALLOC_ARENA_MAX-} $SUPERLANCE_ARENAS.\"; sleep 600")) {
            assertThat(procmon.line("arenas=")).isEqualTo("arenas= .");
        }
        try (PackagedProcmon procmon = PackagedProcmon.start(
                List.of("env", "MALLOC_ARENA_MAX=1"), "sh", "-c", "echo arenas=$MALLOC_ARENA_MAX; sleep 600")) {
            assertThat(procmon.line("arenas=")).isEqualTo("arenas=1");
        }
    }

    @Test
    void givesUpAfterMaxFailures() throws Exception {
        try (PackagedProcmon procmon =
                PackagedProcmon.run("-t", "1h", "-m", "10ms", "--max-failures", "3/1h", "false")) {
            procmon.line("limit max-failures 3/1h reached; given up");

            assertThat(procmon.status()).isEqualTo(1);
        }
    }

    private static void signal(String signal, PackagedProcmon procmon) {
        TestCommand.output(
                List.of("kill", "-s", signal, Long.toString(procmon.handle().pid())));
    }

    private static boolean isAlive(long pid) {
        return stat(Path.of("/proc/" + pid)).matches("(?s).*\\) [^ZX] .*");
    }

    /** Those of this state, and of this name where one is given behind it. */
    private static List<String> childrenOf(long parent, String what) {
        String state = what.substring(0, 1);
        String name = what.length() > 1 ? Pattern.quote(what.substring(2)) : ".*";
        Pattern child = Pattern.compile("(?s)\\d+ " + name + " " + state + " " + parent + " .*");
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            return processes
                    .filter(process -> child.matcher(stat(process)).matches())
                    .map(process -> process.getFileName().toString())
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String stat(Path process) {
        try {
            return Files.readString(process.resolve("stat"));
        } catch (IOException e) {
            // it is no process, or has ended
            return "";
        }
    }
}
