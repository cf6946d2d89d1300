package org.superlance.oomemonitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SightingTest {

    @TempDir
    Path directory;

    @Test
    void isAMarkerWhereARegularFileLies() throws Exception {
        Path file = Files.createFile(directory.resolve("oome"));
        String ourselves = Files.getOwner(directory).getName();
        Instant written = Instant.parse("2026-11-21T02:54:56Z");
        Files.setLastModifiedTime(file, FileTime.from(written));

        Sighting sighting = Sighting.at(file);

        assertThat(sighting).isInstanceOfSatisfying(Sighting.Seen.class, seen -> {
            assertThat(seen.marker().file()).isEqualTo(file);
            assertThat(seen.marker().written()).isEqualTo(written);
            assertThat(seen.marker().owner()).isEqualTo(ourselves);
        });
    }

    @Test
    void isAnotherMarkerWhenTheFileIsWrittenAnew() throws Exception {
        Path file = Files.createFile(directory.resolve("oome"));
        Sighting before = Sighting.at(file);

        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(1)));

        assertThat(Sighting.at(file)).isNotEqualTo(before);
    }

    @Test
    void isNothingWhereNothingLies() {
        assertThat(Sighting.at(directory.resolve("no/such/file"))).isInstanceOf(Sighting.Nothing.class);
    }

    @Test
    void isOddWhereAnythingElseLies() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));
        Path link = Files.createSymbolicLink(directory.resolve("link"), file);

        assertThat(Sighting.at(link))
                .isInstanceOf(Sighting.Odd.class)
                .asString()
                .contains("symbolic link");
        assertThat(Sighting.at(directory))
                .isInstanceOf(Sighting.Odd.class)
                .asString()
                .contains("directory");
        assertThat(Sighting.at(Path.of("/dev/null"))).asString().contains("device");
        // a Java of today takes it for nothing, one of yesterday for odd
        assertThat(Sighting.at(file.resolve("below"))).isNotInstanceOf(Sighting.Seen.class);
        assertThat(Sighting.at(directory.resolve("x".repeat(300)))).isInstanceOf(Sighting.Odd.class);
    }
}
