package org.superlance.listener.configcheck;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PathCheckTest {

    @TempDir
    Path directory;

    @Test
    void aStateDirectoryMustBeThereAndNothingIsMade() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));

        assertThat(PathCheck.state(directory, "own")).isEmpty();
        assertSays(PathCheck.state(directory.resolve("no"), "own"), "does not exist; create it");
        assertSays(PathCheck.state(file, "own"), "is not a directory");
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left).containsExactly(file);
        }
    }

    @Test
    void aMetricsFileNeedsADirectoryAndAName() {
        assertThat(PathCheck.metrics(directory.resolve("x.prom"))).isEmpty();
        assertSays(PathCheck.metrics(directory.resolve("no/x.prom")), "--metrics-file does not exist");
        assertSays(PathCheck.metrics(directory.resolve("x.txt")), "end in .prom");
        assertSays(PathCheck.metrics(directory), "is a directory");
    }

    @Test
    void whatMayNotBeWrittenIsAProblem() {
        Path closed = Path.of("/proc/self");
        Assumptions.assumeTrue(Files.isDirectory(closed) && !Files.isWritable(closed));

        assertSays(PathCheck.state(closed, "own"), "cannot write to " + closed);
        assertSays(PathCheck.metrics(closed.resolve("x.prom")), "cannot be written");
    }

    private static void assertSays(Optional<Diagnostic> diagnostic, String part) {
        assertThat(diagnostic).hasValueSatisfying(said -> {
            assertThat(said.isProblem()).isTrue();
            assertThat(said.sentence()).contains(part);
        });
    }
}
