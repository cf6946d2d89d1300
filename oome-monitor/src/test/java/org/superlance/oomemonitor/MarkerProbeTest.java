package org.superlance.oomemonitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superlance.listener.state.TrustedPath;
import org.superlance.oomemonitor.Marker.MarkerProbe;

class MarkerProbeTest {

    private static final TrustedPath PATHS = new TrustedPath();

    @TempDir
    Path directory;

    @Test
    void isAMarkerWhereARegularFileLies() throws Exception {
        Path file = Files.createFile(directory.resolve("oome"));
        String ourselves = Files.getOwner(directory).getName();
        Instant written = Instant.parse("2026-11-21T02:54:56Z");
        Files.setLastModifiedTime(file, FileTime.from(written));

        MarkerProbe probe = MarkerProbe.at(file, PATHS);

        assertThat(probe).isInstanceOfSatisfying(MarkerProbe.Found.class, found -> {
            assertThat(found.marker().file()).isEqualTo(file);
            assertThat(found.marker().written()).isEqualTo(written);
            assertThat(found.marker().owner()).isEqualTo(ourselves);
        });
    }

    @Test
    void isAnotherMarkerWhenTheFileIsWrittenAnew() throws Exception {
        Path file = Files.createFile(directory.resolve("oome"));
        MarkerProbe before = MarkerProbe.at(file, PATHS);

        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(1)));

        assertThat(MarkerProbe.at(file, PATHS)).isNotEqualTo(before);
    }

    @Test
    void isNothingWhereNothingLies() {
        assertThat(MarkerProbe.at(directory.resolve("no/such/file"), PATHS)).isInstanceOf(MarkerProbe.Absent.class);
    }

    @Test
    void isOddWhereAnythingElseLies() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));
        Path link = Files.createSymbolicLink(directory.resolve("link"), file);

        assertThat(MarkerProbe.at(link, PATHS))
                .isInstanceOf(MarkerProbe.Unusable.class)
                .asString()
                .contains("symbolic link");
        assertThat(MarkerProbe.at(directory, PATHS))
                .isInstanceOf(MarkerProbe.Unusable.class)
                .asString()
                .contains("directory");
        assertThat(MarkerProbe.at(Path.of("/dev/null"), PATHS)).asString().contains("device");
        // a Java of today takes it for nothing, one of yesterday for odd
        assertThat(MarkerProbe.at(file.resolve("below"), PATHS)).isNotInstanceOf(MarkerProbe.Found.class);
        assertThat(MarkerProbe.at(directory.resolve("x".repeat(300)), PATHS)).isInstanceOf(MarkerProbe.Unusable.class);
    }
}
