package org.superlance.listener.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/**
 * Every process that descends from one that a test started, also when its parents have gone: they all inherit a
 * variable that no other process has. None outlives this JVM, however it ends.
 */
final class MarkedProcesses {

    private static final String NAME = "SUPERLANCE_TESTKIT_MARK";

    private final String mark = Remover.MARK + UUID.randomUUID();

    void mark(ProcessBuilder builder) {
        builder.environment().put(NAME, mark);
    }

    List<ProcessHandle> alive() {
        return ProcessHandle.allProcesses().filter(this::isMarked).toList();
    }

    /** SIGKILL for all of them, and for those that they start meanwhile. */
    void kill() {
        Await.until("the end of all that the test has started", () -> {
            List<ProcessHandle> left = alive();
            left.forEach(ProcessHandle::destroyForcibly);
            return left.isEmpty();
        });
    }

    private boolean isMarked(ProcessHandle process) {
        Path environment = Path.of("/proc", Long.toString(process.pid()), "environ");
        try {
            return new String(Files.readAllBytes(environment), StandardCharsets.ISO_8859_1).contains(NAME + "=" + mark);
        } catch (IOException e) {
            // it has ended, or belongs to somebody else: not ours either way
            return false;
        }
    }

    /** A process that reads from this JVM until it has ended, be it by SIGKILL, and then kills all that has its mark. */
    private static final class Remover {

        /** What the marks of this JVM begin with. */
        private static final String MARK = UUID.randomUUID() + "/";

        private static final String SCRIPT = """
                trap '' INT QUIT HUP TERM
                read -r nothing
                for round in $(seq 100); do
                    pids=$(grep -lsF "$1" /proc/[0-9]*/environ | cut -d / -f 3)
                    [ -n "$pids" ] || exit 0
                    kill -s KILL $pids
                    sleep 0.1
                done
                """;

        /** Held, because its input is closed when it is not. */
        @SuppressWarnings("unused")
        private static final Process PROCESS = start();

        private static Process start() {
            try {
                return new ProcessBuilder("sh", "-c", SCRIPT, "remover", NAME + "=" + MARK)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException("cannot start what removes the processes of an interrupted test", e);
            }
        }
    }
}
