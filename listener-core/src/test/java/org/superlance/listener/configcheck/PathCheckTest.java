package org.superlance.listener.configcheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superlance.listener.cli.FileUse;

class PathCheckTest {

    private static final int NOBODY = 65_534;

    @TempDir
    Path directory;

    private final PathCheck paths = new PathCheck(FileRights.own());

    @Test
    void aStateDirectoryMustBeThereAndNothingIsMade() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));

        assertThat(paths.state(directory, "own")).isEmpty();
        assertSays(paths.state(directory.resolve("no"), "own"), "does not exist; create it");
        assertSays(paths.state(file, "own"), "is not a directory");
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left).containsExactly(file);
        }
    }

    @Test
    void aMetricsFileNeedsADirectoryAndAName() throws Exception {
        assertThat(paths.metrics(directory.resolve("x.prom"))).isEmpty();
        assertSays(paths.metrics(directory.resolve("no/x.prom")), "--metrics-file does not exist");
        assertSays(paths.metrics(directory.resolve("x.txt")), "end in .prom");
        assertSays(paths.metrics(directory), "is a directory");
    }

    @Test
    void whatMayNotBeWrittenIsAProblem() throws Exception {
        Path closed = Path.of("/proc/self");
        assumeTrue(Files.isDirectory(closed) && !Files.isWritable(closed), "root may write everywhere");

        assertSays(paths.state(closed, "own"), "cannot write to " + closed);
        assertSays(paths.metrics(closed.resolve("x.prom")), "cannot be written");
    }

    @Test
    void aStateDirectoryThatAnotherUserHasMadeIsRefused() throws Exception {
        needsRoot();
        Path own = Files.createDirectory(directory.resolve("own"));
        Files.setAttribute(own, "unix:uid", NOBODY);
        assertSays(
                paths.state(directory, "own"),
                "the listener, as user root, refuses the state directory " + own,
                own + " belongs to another user (uid " + NOBODY + ")",
                "chown -R root " + own);
        assertThat(paths.state(directory, "another")).isEmpty();

        Files.setAttribute(directory, "unix:uid", NOBODY);
        assertSays(paths.state(directory, "another"), "refuses the state directory " + directory);
    }

    @Test
    void aStateDirectoryBehindALinkOfAnotherUserIsRefused() throws Exception {
        Path open = Files.createDirectory(directory.resolve("open"));
        Path link = Files.createSymbolicLink(open.resolve("state"), Files.createDirectory(directory.resolve("mine")));
        mode(open, "rwxrwxrwx");

        assertSays(paths.state(link, "own"), "refuses the state directory", "is a symbolic link that another user can");
    }

    @Test
    void theUserOfTheListenerCounts() throws Exception {
        needsRoot();
        mode(directory, "rwxr-xr-x");
        PathCheck ofNobody = new PathCheck(FileRights.of("nobody"));
        Path state = Files.createDirectory(directory.resolve("state"));
        assertThat(paths.state(state, "own")).isEmpty();
        assertSays(
                ofNobody.state(state, "own"),
                "user nobody cannot write to " + state + ": " + state + " belongs to root",
                "chown -R nobody " + state);
        assertSays(ofNobody.metrics(directory.resolve("x.prom")), "user nobody cannot write to " + directory);

        Files.setAttribute(state, "unix:uid", NOBODY);
        assertThat(ofNobody.state(state, "own")).isEmpty();
        assertSays(paths.state(state, "own"), "belongs to another user");

        // a chown without -R
        Path own = Files.createDirectory(state.resolve("own"));
        Path lock = Files.createFile(own.resolve("lock"));
        Files.setAttribute(own, "unix:uid", NOBODY);
        mode(lock, "rw-------");
        assertSays(ofNobody.state(state, "own"), "user nobody cannot write to " + lock, "chown -R nobody " + own);
    }

    @Test
    void theFilesOfOptionsAndTheSocketAreLookedAt() throws Exception {
        needsRoot();
        mode(directory, "rwxr-xr-x");
        PathCheck ofNobody = new PathCheck(FileRights.of("nobody"));
        Path file = Files.createFile(directory.resolve("file"));
        mode(file, "rw-------");
        FileUse read = new FileUse("--password-file", file, FileUse.Kind.READ);

        assertThat(paths.named(read)).isEmpty();
        assertSays(
                ofNobody.named(read),
                "user nobody cannot read " + file + " of --password-file: " + file
                        + " belongs to root and has mode 0600");
        assertSays(
                ofNobody.named(new FileUse("--keep", directory, FileUse.Kind.WRITE)), "cannot write to " + directory);
        assertSays(
                ofNobody.named(new FileUse("--unix-socket", file, FileUse.Kind.CONNECT)), "cannot connect to " + file);
        assertThat(ofNobody.named(new FileUse("--keep", directory.resolve("no"), FileUse.Kind.WRITE)))
                .isEmpty();
        assertSays(ofNobody.socket(file), "user nobody cannot connect to " + file, "chown= or chmod=");
        mode(file, "rw-rw-rw-");
        assertThat(ofNobody.named(read)).isEmpty();
        assertThat(ofNobody.socket(file)).isEmpty();
    }

    private static void needsRoot() {
        assumeTrue("root".equals(System.getProperty("user.name")), "needs root to be somebody else");
    }

    private static void mode(Path path, String mode) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }

    private static void assertSays(Optional<Diagnostic> diagnostic, String... parts) {
        assertThat(diagnostic).hasValueSatisfying(said -> {
            assertThat(said.isProblem()).isTrue();
            assertThat(said.sentence()).contains(parts);
        });
    }
}
