package org.superlance.listener.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superlance.listener.notify.Alert;
import org.superlance.listener.notify.AlertFixtures;
import org.superlance.listener.testkit.LogLines;

/** A disk that really is full; runs where this user may mount one. */
class DiskSpoolFullDiskTest {

    @TempDir
    private Path disk;

    @BeforeEach
    void mount() throws IOException, InterruptedException {
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk.toString()), "may not mount");
    }

    @AfterEach
    void unmount() throws IOException, InterruptedException {
        run("umount", disk.toString());
    }

    @Test
    void anAlertIsKeptInMemoryAndTheLogSaysSoAndNothingHalfIsLeft() throws IOException {
        try (LogLines log = LogLines.of(DiskSpool.class);
                DiskSpool<Alert> spool = new DiskSpool<>(disk.resolve("spool"), Alert.CODEC)) {
            Path filler = Files.write(disk.resolve("filler"), new byte[40 << 10]);
            Alert alert = AlertFixtures.with("big", "x".repeat(40 << 10));

            assertThat(spool.add(alert)).isTrue();

            assertThat(spool.unsaved()).containsExactly(alert);
            assertThat(log.lines()).singleElement().asString().contains("No space left on device", "in memory");
            assertThat(disk.resolve("spool")).isDirectoryNotContaining("glob:**.tmp");
            Files.delete(filler);
            assertThat(spool.names()).hasSize(1);
            assertThat(spool.unsaved()).isEmpty();
        }
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }
}
