package org.superlance.listener.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superlance.listener.notify.Alert;
import org.superlance.listener.notify.AlertFixtures;
import org.superlance.listener.testkit.LogLines;
import org.superlance.listener.testkit.SmallDisk;

/** A disk that really is full; runs where this user may mount one. */
class DiskSpoolFullDiskTest {

    @TempDir
    private Path disk;

    @Test
    void anAlertIsKeptInMemoryAndTheLogSaysSoAndNothingHalfIsLeft() throws IOException {
        try (SmallDisk small = SmallDisk.at(disk);
                LogLines log = LogLines.of(DiskSpool.class);
                DiskSpool<Alert> spool = new DiskSpool<>(disk.resolve("spool"), Alert.CODEC)) {
            small.fill();
            Alert alert = AlertFixtures.with("big", "x".repeat(40 << 10));

            assertThat(spool.add(alert)).isTrue();

            assertThat(spool.unsaved()).containsExactly(alert);
            assertThat(log.lines()).singleElement().asString().contains("No space left on device", "in memory");
            assertThat(disk.resolve("spool")).isDirectoryNotContaining("glob:**.tmp");
            small.free();
            assertThat(spool.names()).hasSize(1);
            assertThat(spool.unsaved()).isEmpty();
        }
    }
}
