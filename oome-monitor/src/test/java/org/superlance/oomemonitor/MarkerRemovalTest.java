package org.superlance.oomemonitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superlance.listener.state.TrustedPath;
import org.superlance.oomemonitor.Marker.MarkerProbe;
import org.superlance.oomemonitor.MarkerRemover.DisposingMarkerRemover;

/**
 * What another user does between the look and the removal. Here that is the user of the test, who is not trusted, and
 * the file that must stay is one of the test's own.
 */
class MarkerRemovalTest {

    private static final Instant WRITTEN = Instant.parse("2026-11-21T02:54:56Z");

    private final TrustedPath paths = new TrustedPath(4_000_000);
    private final DisposingMarkerRemover remover = new DisposingMarkerRemover(MarkerRemover.Disposal.DELETION, paths);

    @TempDir
    private Path temporary;

    private Path work = Path.of("/");
    private Path precious = Path.of("/");

    @BeforeEach
    void makePlaceForAMarker() throws Exception {
        Path directory = temporary.toRealPath();
        // root too, who may run the test, is not alone in it
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
        work = Files.createDirectory(directory.resolve("work"));
        precious = Files.createDirectory(directory.resolve("precious")).resolve("oome");
        for (Path file : List.of(work.resolve("oome"), precious)) {
            Files.createFile(file);
            Files.setLastModifiedTime(file, FileTime.from(WRITTEN));
        }
    }

    @Test
    void removesTheMarkerThatWasSeen() throws Exception {
        remover.removeStale(seen());

        assertThat(work).isEmptyDirectory();
    }

    @Test
    void removesNothingWhereALinkHasTakenThePlaceOfTheDirectory() throws Exception {
        Marker marker = seen();
        Files.move(work, work.resolveSibling("moved"));
        Files.createSymbolicLink(work, precious.getParent());

        remover.removeStale(marker);

        assertThat(precious).exists();
    }

    @Test
    void removesNothingWhereAnotherDirectoryHasTakenThePlace() throws Exception {
        Marker marker = seen();
        Files.move(work, work.resolveSibling("moved"));
        Files.move(precious.getParent(), work);

        remover.removeStale(marker);

        assertThat(work.resolve("oome")).exists();
    }

    @Test
    void removesNothingWhereAnotherFileHasTakenThePlace() throws Exception {
        Marker marker = seen();
        Files.move(precious, work.resolve("oome"), StandardCopyOption.REPLACE_EXISTING);

        remover.removeStale(marker);

        assertThat(work.resolve("oome")).exists();
    }

    @Test
    void followsALinkNowhereThatAnotherUserCanHavePutThere() throws Exception {
        Path link = Files.createSymbolicLink(work.resolveSibling("link"), precious.getParent());

        assertThat(MarkerProbe.at(link.resolve("oome"), paths))
                .isInstanceOf(MarkerProbe.Unusable.class)
                .asString()
                .contains(link + " is a symbolic link that another user can have put there; marker ");
    }

    private Marker seen() throws IOException {
        return ((MarkerProbe.Found) MarkerProbe.at(work.resolve("oome"), paths)).marker();
    }
}
