package org.superlance.listener.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.superlance.listener.state.TrustedPath.Status;

class TrustedPathTest {

    private static final int ROOT = 0;
    private static final int USER = 500;
    private static final int OTHER = 501;
    private static final int LINK = Status.SYMBOLIC_LINK | 0777;
    private static final int FIFO = 0010600;
    private static final Path LOG = Path.of("/var/log/web.log");

    private final Map<Path, Status> files = new HashMap<>();
    private final TrustedPath trustedPath = new TrustedPath(this::status, USER);

    @BeforeEach
    void hasALogOfRootInADirectoryOfTheUser() {
        directory("/", 0755, ROOT);
        directory("/var", 0755, ROOT);
        directory("/var/log", 0755, USER);
        file("/var/log/web.log", 0666, ROOT, 1);
    }

    @Test
    void trustsWhatOnlyRootAndTheUserCanReplace() {
        assertThat(objection()).isEmpty();

        file("/var/log/web.log", 0600, USER, 1);
        assertThat(objection()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0775, 0757, 0722})
    void trustsNoDirectoryThatOthersMayWriteTo(int mode) {
        directory("/var", mode, ROOT);

        assertThat(objection()).contains("/var can be changed by other users (mode %04o)".formatted(mode));
    }

    @Test
    void trustsAStickyDirectoryWithOwnEntriesOnly() {
        directory("/var/log", 01777, ROOT);
        assertThat(objection()).isEmpty();

        file("/var/log/web.log", 0600, OTHER, 1);
        assertThat(objection()).contains("/var/log/web.log belongs to another user (uid 501)");
    }

    @Test
    void trustsNoDirectoryOfAnotherUser() {
        directory("/var", 0755, OTHER);

        assertThat(objection()).contains("/var belongs to another user (uid 501)");
    }

    @Test
    void followsNoLinkWhereverItIs() {
        files.put(LOG, new Status(LINK, ROOT, 1));
        assertThat(objection()).contains("/var/log/web.log is a symbolic link");

        files.put(Path.of("/var"), new Status(LINK, ROOT, 1));
        assertThat(objection()).contains("/var is a symbolic link");
    }

    @Test
    void trustsNoFileThatSomebodyMayHaveLinkedThere() {
        file("/var/log/web.log", 0600, ROOT, 2);

        assertThat(objection()).contains("/var/log/web.log has several names (hard links)");
    }

    @Test
    void takesRegularFilesInDirectoriesOnly() {
        files.put(LOG, new Status(FIFO, ROOT, 1));
        assertThat(objection()).contains("/var/log/web.log is not a regular file");

        directory("/var/log/web.log", 0755, ROOT);
        assertThat(objection()).contains("/var/log/web.log is not a regular file");

        file("/var/log", 0644, ROOT, 1);
        assertThat(objection()).contains("/var/log is not a directory");
    }

    @Test
    void saysThatThereIsNoSuchFile() {
        files.remove(LOG);

        assertThat(objection()).contains("/var/log/web.log does not exist");
    }

    @ParameterizedTest
    @ValueSource(strings = {"web.log", "", "/var/log/../log/web.log", "/var/./log/web.log"})
    void takesPlainAbsolutePathsOnly(String path) {
        assertThat(trustedPath.objection(Path.of(path))).contains(path + " is not a plain absolute path");
    }

    @Test
    void takesNeitherTheRootNorADirectoryForAFile() {
        assertThat(trustedPath.objection(Path.of("/"))).contains("/ is not a regular file");
    }

    @Test
    void examinesRealFiles(@TempDir Path directory) throws IOException {
        Path real = directory.toRealPath();
        Path file = Files.writeString(real.resolve("web.log"), "text");
        assertThat(new TrustedPath().objection(file)).isEmpty();

        Path link = Files.createSymbolicLink(real.resolve("link.log"), file);
        assertThat(new TrustedPath().objection(link)).contains(link + " is a symbolic link");

        Files.createLink(real.resolve("second.log"), file);
        assertThat(new TrustedPath().objection(file)).contains(file + " has several names (hard links)");

        Files.setPosixFilePermissions(real, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThat(new TrustedPath().objection(file)).contains(real + " can be changed by other users (mode 0777)");
    }

    private Optional<String> objection() {
        return trustedPath.objection(LOG);
    }

    private void directory(String path, int mode, int owner) {
        files.put(Path.of(path), new Status(Status.DIRECTORY | mode, owner, 2));
    }

    private void file(String path, int mode, int owner, int links) {
        files.put(Path.of(path), new Status(Status.REGULAR | mode, owner, links));
    }

    private Status status(Path path) throws IOException {
        Status status = files.get(path);
        if (status == null) {
            throw new NoSuchFileException(path.toString());
        }
        return status;
    }
}
