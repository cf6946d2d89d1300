package org.superlance.procmon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.superlance.listener.process.ProcessGroups;
import org.superlance.listener.testkit.Await;
import org.superlance.listener.testkit.Command;

class RunIT {

    private final ProcessGroups groups = new ProcessGroups();

    @Test
    void aThousandKillsLeaveOneChildAndNoZombie() {
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
    void nothingIsLeftWhenItIsKilled() {
        try (PackagedProcmon procmon = PackagedProcmon.run("--", "sh", "-c", "sleep 600 & echo up; sleep 600 & wait")) {
            procmon.line("up");
            Await.until(
                    "the child, its two children, and the guard",
                    () -> procmon.handle().descendants().count() == 4);
            List<Long> descendants =
                    procmon.handle().descendants().map(ProcessHandle::pid).toList();

            procmon.handle().destroyForcibly();

            Await.until("the end of all", () -> descendants.stream().noneMatch(RunIT::isAlive));
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
            procmon.line("pid " + first + " and its process group have not ended within 1s: SIGKILL");
            long second = procmon.started();
            procmon.line("up");
            signal("TERM", procmon);
            procmon.line("pid " + second + " was ended by SIGKILL");

            assertThat(procmon.status()).isZero();
            assertThat(groups.isAlive(first)).isFalse();
            assertThat(groups.isAlive(second)).isFalse();
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
    void givesUpWhereItIsToldTo() throws Exception {
        try (PackagedProcmon procmon = PackagedProcmon.run("-m", "10ms", "--max-failures", "3/1h", "false")) {
            procmon.line("failed as often as max-failures 3/1h allows; given up");

            assertThat(procmon.status()).isEqualTo(1);
        }
    }

    private static void signal(String signal, PackagedProcmon procmon) {
        Command.output(
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
