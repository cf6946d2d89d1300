package org.superlance.procmon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.superlance.listener.testkit.Await;
import org.superlance.listener.testkit.TestCommand;

/** As process 1 of a container, with each shell that the launcher may be run by. */
class ProcessOneIT {

    private static final List<String> CONTAINER = List.of("unshare", "--kill-child", "--pid", "--fork", "--mount-proc");

    /** The last signal that the launcher traps. */
    private static final int INT = 2;

    private static final int QUIT = 3;

    /** Says what it and Java ignore. Leaves five orphans, and waits until they have ended and were reaped. */
    private static final String SCRIPT = """
            grep -E 'Sig(Blk|Ign)' /proc/self/status
            echo "Java $(grep SigIgn /proc/$PPID/status)"
            trap 'echo told' USR1
            for i in 1 2 3 4 5; do sh -c 'sleep 0.1 & exit'; done
            while pgrep sleep >/dev/null; do sleep 0.2; done
            echo "no orphan and no zombie is left"
            while :; do sleep 0.1; done
            """;

    @Test
    void endsOnSigquit() throws Exception {
        assumeTrue(TestCommand.output(inContainer("echo", "allowed")).equals("allowed\n"), "no namespace for us");

        try (PackagedProcmon procmon = PackagedProcmon.start(inContainer("sh"), "--", "sleep", "600")) {
            procmon.started();
            ProcessHandle one = procmon.handle().children().findFirst().orElseThrow();
            Await.until("the traps of process 1", () -> catches(one, QUIT));
            signal("QUIT", one);

            procmon.line(" received: stopping");
            assertThat(procmon.status()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"dash", "bash"})
    void reapsOrphansAndForwardsSignals(String shell) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin", shell)), "there is no " + shell);
        assumeTrue(TestCommand.output(inContainer("echo", "allowed")).equals("allowed\n"), "no namespace for us");

        try (PackagedProcmon procmon = PackagedProcmon.start(inContainer(shell), "--", "sh", "-c", SCRIPT)) {
            String java = procmon.line("Java SigIgn:").substring("Java ".length());
            Ignoring.assertNone(java, procmon.line("SigBlk:"), procmon.line("SigIgn:"));
            procmon.line("no orphan and no zombie is left");
            ProcessHandle one = procmon.handle().children().findFirst().orElseThrow();
            Await.until("the traps of process 1", () -> catches(one, INT));
            signal("USR1", one);
            procmon.line("told");
            signal("INT", one);

            assertThat(procmon.line(" received: stopping")).containsAnyOf("SIGTERM", "SIGQUIT");
            assertThat(procmon.status()).isZero();
        }
    }

    private static boolean catches(ProcessHandle process, int signal) {
        try (Stream<String> status = Files.lines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
            return status.filter(line -> line.startsWith("SigCgt:"))
                    .anyMatch(line -> (Long.parseUnsignedLong(
                                                    line.substring("SigCgt:".length())
                                                            .strip(),
                                                    16)
                                            >>> (signal - 1)
                                    & 1)
                            != 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> inContainer(String... command) {
        List<String> words = new ArrayList<>(CONTAINER);
        words.addAll(List.of(command));
        return words;
    }

    private static void signal(String signal, ProcessHandle process) {
        TestCommand.output(List.of("kill", "-s", signal, Long.toString(process.pid())));
    }
}
