package org.superlance.listener.inspection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlaceInspectionTest {

    @TempDir
    Path directory;

    @Test
    void aStateDirectoryMustBeThereAndNothingIsMade() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));

        assertThat(PlaceInspection.state(directory, "own")).isEmpty();
        assertSays(PlaceInspection.state(directory.resolve("no"), "own"), "does not exist; make it");
        assertSays(PlaceInspection.state(file, "own"), "is no directory");
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left).containsExactly(file);
        }
    }

    @Test
    void aMetricsFileNeedsADirectoryAndAName() {
        assertThat(PlaceInspection.metrics(directory.resolve("x.prom"))).isEmpty();
        assertSays(PlaceInspection.metrics(directory.resolve("no/x.prom")), "there is no directory");
        assertSays(PlaceInspection.metrics(directory.resolve("x.txt")), "end in .prom");
        assertSays(PlaceInspection.metrics(directory), "is a directory");
    }

    @Test
    void whatMayNotBeWrittenIsAProblem() {
        Path closed = Path.of("/proc/self");
        Assumptions.assumeTrue(Files.isDirectory(closed) && !Files.isWritable(closed));

        assertSays(PlaceInspection.state(closed, "own"), "may not write " + closed);
        assertSays(PlaceInspection.metrics(closed.resolve("x.prom")), "cannot be written");
    }

    private static void assertSays(Optional<Remark> remark, String part) {
        assertThat(remark).hasValueSatisfying(said -> {
            assertThat(said.isProblem()).isTrue();
            assertThat(said.sentence()).contains(part);
        });
    }
}
