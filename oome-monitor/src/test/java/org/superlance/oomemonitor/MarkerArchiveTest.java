package org.superlance.oomemonitor;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superlance.listener.state.GuardedDirectory;
import org.superlance.listener.state.TrustedPath;
import org.superlance.oomemonitor.Marker.MarkerProbe;

class MarkerArchiveTest {

    private static final Instant NOW = Instant.parse("2026-11-21T02:54:56.192Z");

    private static final TrustedPath PATHS = new TrustedPath();

    @TempDir
    Path directory;

    @TempDir
    Path kept;

    @Test
    void movesAMarkerUnderTheTimeAndTheNameOfItsProcess() throws Exception {
        Marker marker = marker("thread main");

        String done = dispose(archive(kept), marker, "web:w1");

        Path expected = kept.resolve("20261121T025456.192Z-web%3Aw1.oome");
        assertThat(done).isEqualTo("moved to " + expected);
        assertThat(expected).hasContent("thread main");
        assertThat(marker.file()).doesNotExist();
    }

    @Test
    void replacesNothingThatItHasKept() throws Exception {
        MarkerArchive archive = archive(kept);

        dispose(archive, marker("first"), "web:w1");
        dispose(archive, marker("second"), "web:w1");

        assertThat(namesIn(kept))
                .containsExactly("20261121T025456.192Z-web%3Aw1.oome", "20261121T025456.193Z-web%3Aw1.oome");
    }

    @Test
    void keepsTheNewestHundredAndLeavesOtherFilesAlone() throws Exception {
        Files.createFile(kept.resolve("notes.oome"));
        AtomicLong ticks = new AtomicLong();
        MarkerArchive archive = new MarkerArchive(kept, PATHS, () -> NOW.plusMillis(ticks.getAndIncrement()));

        for (int i = 0; i < 103; i++) {
            dispose(archive, marker(""), "web:w1");
        }

        assertThat(namesIn(kept))
                .hasSize(101)
                .contains("notes.oome")
                .doesNotContain("20261121T025456.194Z-web%3Aw1.oome")
                .contains("20261121T025456.195Z-web%3Aw1.oome");
    }

    @Test
    void staysInItsDirectoryWhateverTheNameOfTheProcess() throws Exception {
        dispose(archive(kept), marker(""), "../x:" + "é/".repeat(200));

        assertThat(namesIn(kept)).singleElement().asString().startsWith("20261121T025456.192Z-..%2Fx");
    }

    @Test
    void movesAcrossFileSystems() throws Exception {
        Path other = Path.of("/dev/shm");
        assumeTrue(Files.isWritable(other) && !Files.getFileStore(other).equals(Files.getFileStore(directory)));
        Path there = Files.createTempDirectory(other, "keeping");
        try {
            Marker marker = marker("thread main");

            dispose(archive(there), marker, "web:w1");

            assertThat(there.resolve("20261121T025456.192Z-web%3Aw1.oome")).hasContent("thread main");
            assertThat(namesIn(there)).hasSize(1);
            assertThat(marker.file()).doesNotExist();
        } finally {
            for (String name : namesIn(there)) {
                Files.delete(there.resolve(name));
            }
            Files.delete(there);
        }
    }

    @Test
    void saysThatItsDirectoryIsGone() throws Exception {
        Marker marker = marker("");

        assertThatThrownBy(() -> dispose(archive(kept.resolve("no")), marker, "web:w1"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no directory ");
        assertThat(marker.file()).exists();
    }

    private static MarkerArchive archive(Path kept) {
        return new MarkerArchive(kept, PATHS, () -> NOW);
    }

    private static String dispose(MarkerArchive archive, Marker marker, String label) throws IOException {
        try (GuardedDirectory open = PATHS.open(requireNonNull(marker.file().getParent()))) {
            return archive.dispose(marker, open, label);
        }
    }

    private Marker marker(String text) throws IOException {
        Path file = Files.writeString(directory.resolve("oome"), text);
        return ((MarkerProbe.Found) MarkerProbe.at(file, PATHS)).marker();
    }

    private static List<String> namesIn(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
