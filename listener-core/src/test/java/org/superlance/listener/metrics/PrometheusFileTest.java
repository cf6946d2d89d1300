package org.superlance.listener.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superlance.listener.state.TrustedPath;
import org.superlance.listener.testkit.LogLines;

class PrometheusFileTest {

    @TempDir
    Path directory;

    @Test
    void saysOnceThatItCannotBeWrittenAndOnceThatItCanAgain() throws IOException {
        Path missing = directory.resolve("missing");
        PrometheusFile file = new PrometheusFile(missing.resolve("x.prom"));

        try (LogLines log = LogLines.of(PrometheusFile.class)) {
            file.replace("a 1\n");
            file.replace("a 2\n");
            Files.createDirectory(missing);
            file.replace("a 3\n");
            file.replace("a 4\n");

            assertThat(log.lines())
                    .containsExactly(
                            "ERROR metrics file " + missing
                                    + "/x.prom cannot be written: no such file or directory: " + missing + ";"
                                    + " retrying without further messages",
                            "INFO metrics file " + missing + "/x.prom is written again");
        }
        assertThat(missing.resolve("x.prom")).hasContent("a 4");
    }

    @Test
    void replacesWhatAKilledListenerHasLeftAndWritesThroughNoLink() throws IOException {
        Path victim = Files.writeString(directory.resolve("victim"), "mine");
        Files.createSymbolicLink(directory.resolve(".x.prom.tmp"), victim);

        new PrometheusFile(directory.resolve("x.prom")).replace("a 1\n");

        assertThat(victim).hasContent("mine");
        assertThat(directory.resolve("x.prom")).hasContent("a 1");
        assertThat(directory.resolve(".x.prom.tmp")).doesNotExist();
    }

    /** The user of the test is another one than the file's here, and may put a link anywhere. */
    @Test
    void isNotWrittenThroughALinkThatAnotherUserCanHavePutThere() throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
        Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
        Path link = Files.createSymbolicLink(directory.resolve("link"), elsewhere);

        new PrometheusFile(link.resolve("x.prom"), new TrustedPath(4_000_000)).replace("a 1\n");

        assertThat(elsewhere).isEmptyDirectory();
    }

    @Test
    void isReadableByAllWhereNobodyElseCanReplaceIt() throws IOException {
        new PrometheusFile(directory.resolve("x.prom")).replace("a 1\n");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("x.prom"))))
                .isEqualTo("rw-r--r--");
    }
}
