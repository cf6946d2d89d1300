package org.superlance.listener.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.superlance.listener.process.CommandExecutor.Limits;
import org.superlance.listener.process.CommandExecutor.Outcome;
import org.superlance.listener.testkit.Await;

class CommandExecutorTest {

    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    private static final Duration HOUR = Duration.ofHours(1);
    private static final String LEAVES_SLEEP = "sleep 1000 & echo $!";

    private final List<Long> left = new ArrayList<>();

    @AfterEach
    void killWhatIsLeft() {
        left.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
    }

    @Test
    void nothingStaysOfACommandWhoseChildKeepsItsOutputOpen() throws Exception {
        assumeTrue(Files.isDirectory(DESCRIPTORS));
        Limits limits = new Limits(HOUR, Duration.ofMillis(50), 100, false);
        CommandExecutor plain = CommandExecutor.ofShell(LEAVES_SLEEP, environment -> {}, limits);
        CommandExecutor apart = CommandExecutor.inOwnSession(
                Optional.empty(), List.of("/bin/sh", "-c", LEAVES_SLEEP), environment -> {}, limits);
        left.add(pid(plain.run()));
        Set<Thread> threads = busyThreads();
        Set<String> pipes = pipes();

        for (int i = 0; i < 5; i++) {
            left.add(pid(plain.run()));
            left.add(pid(plain.run("input".getBytes(UTF_8))));
            left.add(pid(apart.run()));
        }

        assertThat(left).allMatch(pid -> ProcessHandle.of(pid).isPresent());
        Await.until("no thread is left", () -> threads.containsAll(busyThreads()));
        Await.until("no pipe is left", () -> pipes.containsAll(pipes()));
    }

    @Test
    void waitsForTheOutputOfAChildThatOutlivesTheCommand() throws Exception {
        String line = "(while kill -0 $$ 2>/dev/null; do :; done; echo late) & echo early";

        Outcome outcome = CommandExecutor.ofShell(line, environment -> {}, new Limits(HOUR, HOUR, 100, false))
                .run();

        assertThat(outcome.text()).isEqualTo("early\nlate\n");
        assertThat(outcome.isOutputComplete()).isTrue();
    }

    @Test
    void keepsOutputAndErrorsApart() throws Exception {
        Outcome outcome = CommandExecutor.inOwnSession(
                        Optional.empty(),
                        List.of("/bin/sh", "-c", "echo good; echo bad >&2; exit 3"),
                        Map::clear,
                        new Limits(HOUR, HOUR, 100, false))
                .run();

        assertThat(outcome.text()).isEqualTo("good\n");
        assertThat(outcome.errors()).isEqualTo("bad\n");
        assertThat(outcome.status()).hasValue(3);
    }

    private static long pid(Outcome outcome) {
        return Long.parseLong(outcome.text().strip());
    }

    /** Those that wait for a command; one of the JVM stays for a while without work. */
    private static Set<Thread> busyThreads() {
        Set<Thread> found = new HashSet<>();
        Thread.getAllStackTraces().forEach((thread, stack) -> {
            boolean isReaper = thread.getName().startsWith("process reaper")
                    && List.of(stack).stream()
                            .anyMatch(frame -> frame.getMethodName().equals("processExited"));
            if (isReaper || thread.getName().startsWith("command's ")) {
                found.add(thread);
            }
        });
        return found;
    }

    private static Set<String> pipes() {
        Set<String> found = new HashSet<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(DESCRIPTORS)) {
            for (Path descriptor : all) {
                target(descriptor).filter(target -> target.startsWith("pipe:")).ifPresent(found::add);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    private static Optional<String> target(Path descriptor) {
        try {
            return Optional.of(Files.readSymbolicLink(descriptor).toString());
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
