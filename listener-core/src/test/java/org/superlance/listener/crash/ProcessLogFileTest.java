package org.superlance.listener.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.ProcessState;

class ProcessLogFileTest {

    @TempDir
    Path temporary;

    private Path file = Path.of("/");

    @BeforeEach
    void resolveLinks() throws IOException {
        file = temporary.toRealPath().resolve("web.log");
    }

    @Test
    void readsTheLastBytes() throws IOException {
        Files.writeString(file, "0123456789");

        assertThat(tail(4)).isEqualTo("6789");
        assertThat(tail(100)).isEqualTo("0123456789");
    }

    @Test
    void replacesWhatIsNotUtf8ButNoCharacterThatIsCut() throws IOException {
        Files.write(file, "é\u00ff€\ud83d\ude80x".getBytes(StandardCharsets.UTF_8));
        assertThat(tail(5)).isEqualTo("\ud83d\ude80x");
        assertThat(tail(4)).isEqualTo("x");
        assertThat(tail(7)).isEqualTo("\ud83d\ude80x");

        Files.write(file, new byte[] {'a', (byte) 0xFF, 'b', (byte) 0x80, '\n'});
        assertThat(tail(100)).isEqualTo("a\uFFFDb\uFFFD\n");
    }

    @Test
    void saysWhyThereIsNothing() throws Exception {
        assertThat(ProcessLogFile.tail(file.toString(), 9).why()).isEqualTo(file + " does not exist");
        assertThat(ProcessLogFile.tail("\u0000", 9).why()).isEqualTo("? cannot be read");

        Files.createFile(file);
        assertThat(tail(9)).isEmpty();
    }

    /** Opening it would last until somebody writes to it. */
    @Test
    void doesNotWaitForTheWriterOfAFifo() throws Exception {
        assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor())
                .isZero();

        assertThat(ProcessLogFile.tail(file.toString(), 9).why()).isEqualTo(file + " is not a regular file");
    }

    @Test
    void knowsASupervisordOnThisMachineByItsChildren() throws Exception {
        Process child = new ProcessBuilder("sleep", "1000000").start();
        try {
            long self = ProcessHandle.current().pid();
            Instant start = child.info().startInstant().orElseThrow();

            assertThat(isHere(self, child.pid(), start)).isTrue();
            assertThat(isHere(self, child.pid(), start.minusSeconds(60))).isFalse();
            assertThat(isHere(self + 1, child.pid(), start)).isFalse();
            assertThat(isHere(self, self, start)).isFalse();
            assertThat(isHere(self, 0, start)).isFalse();
        } finally {
            child.destroyForcibly();
        }
    }

    private static boolean isHere(long supervisord, long pid, Instant start) {
        Namespec web = new Namespec("web", "web");
        return ProcessLogFile.isOnThisMachine(
                supervisord,
                List.of(new ProcessInfo(
                        web, ProcessState.RUNNING, pid, start, Instant.EPOCH, start, 0, "", "", "/err.log")));
    }

    private String tail(int bytes) {
        return ProcessLogFile.tail(file.toString(), bytes).text().orElseThrow();
    }
}
