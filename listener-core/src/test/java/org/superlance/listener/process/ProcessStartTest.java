package org.superlance.listener.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.superlance.listener.process.ProcessDetails.JdkProcessDetails;
import org.superlance.listener.process.ProcessDetails.ProcFsDetails;

class ProcessStartTest {

    private static final long BOOT = 1_795_914_004;
    private static final Instant NOW = Instant.ofEpochSecond(BOOT + 3_600);
    private static final Duration EVER = Duration.ofDays(100_000);

    @TempDir
    private Path proc;

    /** A listener, the supervisord that has started it, a shell, and the first process of all. */
    @BeforeEach
    void startProcesses() throws IOException {
        FakeProcFs processes = new FakeProcFs(proc).file("stat", "btime " + BOOT + "\n");
        processes.cpu(40, 30, 20_100, 0, 0);
        processes.cpu(30, 20, 20_000, 0, 0);
        processes.cpu(20, 1, 10_000, 0, 0);
        processes.cpu(1, 0, 0, 0, 0);
        Files.createSymbolicLink(proc.resolve("self"), Path.of("40"));
    }

    @ParameterizedTest
    @CsvSource({"PT0S, 201", "PT0.9S, 201", "PT1S, 200", "PT100S, 200", "PT101S, 100", "PT24H, 0"})
    void parentThatStartedShortlyBeforeCounts(Duration shortly, long seconds) {
        assertThat(ProcessStart.withParents(new ProcFsDetails(proc), NOW, shortly))
                .isEqualTo(Instant.ofEpochSecond(BOOT + seconds));
    }

    @Test
    void startInTheFutureIsNotBelieved() {
        Instant now = Instant.ofEpochSecond(BOOT + 60);

        assertThat(ProcessStart.withParents(new ProcFsDetails(proc), now, Duration.ZERO))
                .isEqualTo(now);
    }

    @Test
    void isKnownOfThisProcess() {
        Instant now = Instant.now();
        ProcessHandle self = ProcessHandle.current();
        // the kernel tells its own start in whole seconds, and not always in the same one
        Instant own = self.info().startInstant().orElseThrow().plusSeconds(1);
        Instant parents =
                self.parent().orElseThrow().info().startInstant().orElseThrow().plusSeconds(1);

        assertThat(ProcessStart.withParents(now, Duration.ZERO)).isBeforeOrEqualTo(own);
        assertThat(ProcessStart.withParents(now, EVER)).isBeforeOrEqualTo(parents);
        assertThat(ProcessStart.withParents(new JdkProcessDetails(), now, EVER)).isBeforeOrEqualTo(parents);
    }
}
