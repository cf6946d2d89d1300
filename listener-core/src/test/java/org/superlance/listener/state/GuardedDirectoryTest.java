package org.superlance.listener.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superlance.listener.state.TrustedPath.UntrustedPathException;

/** What is in the directory of the test can be changed by the user of the test, who is another one than is trusted. */
class GuardedDirectoryTest {

    private static final Path NAME = Path.of("oome");

    /** One that owns nothing here. */
    private static final TrustedPath OF_SOMEBODY = new TrustedPath(4_000_000);

    @TempDir
    private Path temporary;

    private Path directory = Path.of("/");
    private Path work = Path.of("/");
    private Path elsewhere = Path.of("/");

    @BeforeEach
    void makeDirectories() throws IOException {
        directory = temporary.toRealPath();
        // whoever runs the test, root too: others may put something in its place
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
        work = Files.createDirectory(directory.resolve("work"));
        elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
        Files.writeString(work.resolve(NAME), "marker");
        Files.writeString(elsewhere.resolve(NAME), "of root");
    }

    @Test
    void staysTheSameWhateverIsPutInItsPlace() throws Exception {
        try (GuardedDirectory open = OF_SOMEBODY.open(work)) {
            replaceByLink();

            assertThat(open.attributes(NAME).isRegularFile()).isTrue();
            open.delete(NAME);
        }

        assertThat(elsewhere.resolve(NAME)).exists();
        assertThat(directory.resolve("moved").resolve(NAME)).doesNotExist();
    }

    @Test
    void isNotOpenedThroughALinkThatAnotherUserCanHavePutThere() throws Exception {
        Files.createDirectories(elsewhere.resolve("deep"));
        replaceByLink();

        assertThatThrownBy(() -> OF_SOMEBODY.open(work))
                .isInstanceOf(UntrustedPathException.class)
                .hasMessage(work + " is a symbolic link that another user can have put there");
        assertThatThrownBy(() -> OF_SOMEBODY.open(work.resolve("deep"))).isInstanceOf(UntrustedPathException.class);
    }

    /** Opening it would last until somebody writes to it. */
    @Test
    void doesNotWaitForTheWriterOfAFifo() throws Exception {
        Path fifo = directory.resolve("fifo");
        assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor())
                .isZero();

        assertThatThrownBy(() -> OF_SOMEBODY.open(fifo)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> OF_SOMEBODY.open(fifo.resolve("deep"))).isInstanceOf(IOException.class);
    }

    @Test
    void movesReadsAndListsWithoutItsPath() throws Exception {
        Path target = Files.createDirectory(directory.resolve("kept"));
        try (GuardedDirectory open = OF_SOMEBODY.open(work);
                GuardedDirectory kept = OF_SOMEBODY.open(target)) {
            replaceByLink();

            assertThat(open.names(9)).containsExactly(NAME);
            try (var channel = open.open(NAME, Set.of(StandardOpenOption.READ))) {
                assertThat(Channels.newInputStream(channel).readAllBytes())
                        .isEqualTo("marker".getBytes(StandardCharsets.UTF_8));
            }
            open.move(NAME, kept, Path.of("new"));
        }

        assertThat(target.resolve("new")).hasContent("marker");
        assertThat(elsewhere.resolve(NAME)).hasContent("of root");
    }

    @Test
    void opensNoLinkForAFile() throws Exception {
        Files.createSymbolicLink(work.resolve("link"), elsewhere.resolve(NAME));

        try (GuardedDirectory open = OF_SOMEBODY.open(work)) {
            assertThat(open.attributes(Path.of("link")).isSymbolicLink()).isTrue();
            assertThatThrownBy(() -> open.open(Path.of("link"), Set.of(StandardOpenOption.READ)))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void readsARegularFileWithinBounds() throws Exception {
        Files.createSymbolicLink(work.resolve("link"), elsewhere.resolve(NAME));
        assertThat(new ProcessBuilder("mkfifo", work.resolve("fifo").toString())
                        .start()
                        .waitFor())
                .isZero();

        try (GuardedDirectory open = OF_SOMEBODY.open(work)) {
            replaceByLink();

            assertThat(open.read(NAME, 6)).asString().isEqualTo("marker");
            assertThatThrownBy(() -> open.read(NAME, 5)).hasMessageContaining("oome is larger than 5 bytes");
            assertThatThrownBy(() -> open.read(Path.of("link"), 9)).hasMessageContaining("is not a regular file");
            assertThatThrownBy(() -> open.read(Path.of("fifo"), 9)).hasMessageContaining("is not a regular file");
            assertThatThrownBy(() -> open.read(Path.of("none"), 9)).isInstanceOf(NoSuchFileException.class);
        }
    }

    /** An interrupted process has left its unfinished file. */
    @Test
    void replacesAFileForItsOwnerOnly() throws Exception {
        Files.writeString(work.resolve(NAME + ".tmp"), "unfinished");
        Path link = Files.createSymbolicLink(work.resolve("link"), elsewhere.resolve(NAME));

        try (GuardedDirectory open = OF_SOMEBODY.open(work)) {
            open.replaceForOwner(NAME, "new".getBytes(StandardCharsets.UTF_8));
            open.replaceForOwner(Path.of("link"), "no link".getBytes(StandardCharsets.UTF_8));
            assertThatThrownBy(() -> open.replaceForOwner(Path.of("no/such"), new byte[1]))
                    .isInstanceOf(IOException.class);
        }

        assertThat(work.resolve(NAME)).hasContent("new");
        assertThat(Files.getPosixFilePermissions(work.resolve(NAME)))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(Files.isRegularFile(link, LinkOption.NOFOLLOW_LINKS)).isTrue();
        assertThat(link).hasContent("no link");
        assertThat(elsewhere.resolve(NAME)).hasContent("of root");
        assertThat(work.toFile().list()).containsExactlyInAnyOrder("oome", "oome.tmp", "link");
    }

    @Test
    void saysThatThereIsNone() {
        assertThatThrownBy(() -> OF_SOMEBODY.open(directory.resolve("no/such")))
                .isInstanceOf(NoSuchFileException.class);
    }

    private void replaceByLink() throws IOException {
        Files.move(work, directory.resolve("moved"));
        Files.createSymbolicLink(work, elsewhere);
    }
}
