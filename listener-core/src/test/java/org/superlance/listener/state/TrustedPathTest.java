package org.superlance.listener.state;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.superlance.listener.state.TrustedPath.Resolution;
import org.superlance.listener.state.TrustedPath.Status;
import org.superlance.listener.state.TrustedPath.UntrustedPathException;

class TrustedPathTest {

    private static final int ROOT = 0;
    private static final int USER = 500;
    private static final int OTHER = 501;
    private static final int LINK = Status.SYMBOLIC_LINK | 0777;
    private static final int FIFO = 0010600;
    private static final Path LOG = Path.of("/var/log/web.log");

    private final Map<Path, Status> files = new HashMap<>();
    private final Map<Path, Path> targets = new HashMap<>();
    private final TrustedPath trustedPath = new TrustedPath(
            new TrustedPath.StatusReader() {
                @Override
                public Status read(Path path) throws IOException {
                    return status(path);
                }

                @Override
                public Path target(Path link) {
                    return requireNonNull(targets.get(link));
                }
            },
            USER);

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
    void followsALinkThatNobodyElseCanHavePutThere() throws IOException {
        directory("/data", 0755, ROOT);
        directory("/data/log", 0755, USER);
        file("/data/log/web.log", 0600, USER, 1);
        link("/var/log", "../data/./run/../log", ROOT);
        directory("/data/run", 0755, ROOT);

        assertThat(trustedPath.regularFile(LOG)).isEqualTo(Path.of("/data/log/web.log"));
    }

    @Test
    void goesUpFromWhereALinkLeadsTo() throws IOException {
        directory("/data", 0755, ROOT);
        directory("/data/log", 0755, USER);
        link("/var/log", "/data/log", ROOT);

        assertThat(resolve("/var/log/../log").path()).isEqualTo(Path.of("/data/log"));
    }

    @Test
    void endsWithALinkThatLeadsToItself() {
        link("/var/log", "/var/log/x", ROOT);

        assertThat(objection()).contains("cannot be examined");
    }

    @ParameterizedTest
    @CsvSource({
        // others' directory, mode, owner; trusted, rest
        "/srv,     0755, 501, /srv,     app/work/oome",
        "/srv/app, 0775, 0,   /srv/app, work/oome",
        "/srv/app, 0755, 501, /srv/app, work/oome",
        "/srv,     1777, 0,   /srv,     app/work/oome",
    })
    void followsNothingThatAnotherUserCanReplace(String others, String mode, int owner, String trusted, String rest)
            throws IOException {
        directory("/srv", 0755, ROOT);
        directory("/srv/app", 0755, OTHER);
        directory(others, Integer.parseInt(mode, 8), owner);
        link("/srv/app/work", "/etc", USER);

        Resolution found = resolve("/srv/app/work/x/../oome");

        assertThat(found.trusted()).isEqualTo(Path.of(trusted));
        assertThat(found.rest()).isEqualTo(Path.of(rest));
        assertThat(found.isTrusted()).isFalse();
    }

    @Test
    void leavesADirectoryOfAnotherUserByTheWayThatItCame() throws IOException {
        directory("/srv", 01777, ROOT);
        directory("/srv/app", 0755, OTHER);

        assertThat(resolve("/srv/app/x/../../../var/log").path()).isEqualTo(Path.of("/var/log"));
        assertThat(resolve("/srv/app/..").path()).isEqualTo(Path.of("/srv"));
        assertThat(resolve("/srv/app/x/../../../var/log").isTrusted()).isTrue();
    }

    @Test
    void refusesADirectoryThatAnotherUserHasMade() {
        directory("/srv", 01777, ROOT);
        directory("/srv/state", 0700, OTHER);

        assertThatThrownBy(() -> trustedPath.requireOwn(Path.of("/srv/state")))
                .isInstanceOf(UntrustedPathException.class)
                .hasMessage("/srv/state belongs to another user (uid 501)");
    }

    @Test
    void refusesALinkThatAnotherUserCanHavePutInThePlaceOfADirectory() {
        directory("/srv", 0777, ROOT);
        link("/srv/state", "/var/log", USER);

        assertThatThrownBy(() -> trustedPath.requireOwn(Path.of("/srv/state")))
                .isInstanceOf(UntrustedPathException.class)
                .hasMessage("/srv/state is a symbolic link that another user can have put there");
    }

    @Test
    void takesADirectoryOfItsOwnWhateverIsAboveIt() throws IOException {
        directory("/srv", 0777, OTHER);
        directory("/srv/state", 0700, USER);
        link("/state", "/srv/state", ROOT);

        trustedPath.requireOwn(Path.of("/srv/state"));
        trustedPath.requireOwn(Path.of("/state"));
        trustedPath.requireOwn(Path.of("/"));
    }

    @Test
    void makesAPrivateDirectoryInOneThatIsOpenToAll(@TempDir Path temporary) throws IOException {
        Path open = Files.createDirectory(temporary.toRealPath().resolve("open"));
        Files.setAttribute(open, "unix:mode", 01777);
        TrustedPath paths = new TrustedPath();

        assertThat(paths.privateDirectory(open, "cores")).isEqualTo(open.resolve("cores"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(open.resolve("cores"))))
                .isEqualTo("rwx------");
        assertThat(paths.privateDirectory(open.resolve("new"), "cores")).isEqualTo(open.resolve("new"));

        Files.setAttribute(open, "unix:mode", 0777);
        assertThatThrownBy(() -> paths.privateDirectory(open, "cores"))
                .isInstanceOf(UntrustedPathException.class)
                .hasMessageContaining("can be changed by other users (mode 0777)");
        assertThatThrownBy(() -> paths.privateDirectory(open.resolve("new"), "cores"))
                .isInstanceOf(UntrustedPathException.class);
    }

    @Test
    void takesNoPrivateDirectoryThatAnotherUserHasMade(@TempDir Path temporary) throws IOException {
        Path theirs = Files.createDirectory(temporary.resolve("theirs"));

        assertThatThrownBy(() -> new TrustedPath(4_000_000).privateDirectory(ownedByNobodyElse(theirs), "cores"))
                .isInstanceOf(UntrustedPathException.class);
    }

    /** Root, who may run the test, is always trusted: then it is a directory that others can change. */
    private static Path ownedByNobodyElse(Path directory) throws IOException {
        return Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
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
    @ValueSource(strings = {"web.log", ""})
    void takesAbsolutePathsOnly(String path) {
        assertThatThrownBy(() -> resolve(path)).hasMessageContaining("is not an absolute path");
    }

    @Test
    void takesNeitherTheRootNorADirectoryForAFile() {
        assertThat(objection(trustedPath, Path.of("/"))).contains("/ is not a regular file");
    }

    @Test
    void examinesRealFiles(@TempDir Path directory) throws IOException {
        Path real = directory.toRealPath();
        Path file = Files.writeString(real.resolve("web.log"), "text");
        assertThat(objection(new TrustedPath(), file)).isEmpty();

        Path link = Files.createSymbolicLink(real.resolve("link.log"), file);
        assertThat(new TrustedPath().regularFile(link)).isEqualTo(file);

        Files.createLink(real.resolve("second.log"), file);
        assertThat(objection(new TrustedPath(), file)).contains(file + " has several names (hard links)");

        Files.setPosixFilePermissions(real, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThat(objection(new TrustedPath(), file)).contains(real + " can be changed by other users (mode 0777)");
    }

    private Optional<String> objection() {
        return objection(trustedPath, LOG);
    }

    /** Why the file must not be opened. */
    private static Optional<String> objection(TrustedPath trustedPath, Path file) {
        try {
            trustedPath.regularFile(file);
            return Optional.empty();
        } catch (UntrustedPathException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        } catch (NoSuchFileException e) {
            return Optional.of(e.getMessage() + " does not exist");
        } catch (NotDirectoryException e) {
            return Optional.of(e.getMessage() + " is not a directory");
        } catch (IOException e) {
            return Optional.of("cannot be examined");
        }
    }

    private Resolution resolve(String path) throws IOException {
        return trustedPath.resolve(Path.of(path));
    }

    private void link(String path, String target, int owner) {
        files.put(Path.of(path), new Status(LINK, owner, 1));
        targets.put(Path.of(path), Path.of(target));
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
