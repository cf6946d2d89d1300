package org.superlance.listener.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superlance.listener.state.TrustedPath.UntrustedPathException;

/** A place for state that another user has prepared. Only root can prepare it for the test. */
class ForeignDirectoryTest {

    @TempDir
    private Path temporary;

    @Test
    void isRefusedItselfAndForWhatIsInIt() throws Exception {
        Path theirs = Files.createDirectory(temporary.resolve("theirs"));
        Path state = Files.createDirectory(theirs.resolve("memmon"));
        give(theirs);

        assertThatThrownBy(() -> AtomicFile.directory(theirs))
                .isInstanceOf(UntrustedPathException.class)
                .hasMessageContaining("/theirs belongs to another user (uid ");
        assertThatThrownBy(() -> AtomicFile.directory(state)).isInstanceOf(UntrustedPathException.class);
        assertThatThrownBy(() -> AtomicFile.directory(theirs.resolve("new")))
                .isInstanceOf(UntrustedPathException.class);
    }

    @Test
    void isRefusedWhereALinkLeadsToIt() throws Exception {
        Path open = Files.createDirectory(temporary.resolve("open"));
        Path link = Files.createSymbolicLink(open.resolve("state"), Files.createDirectory(temporary.resolve("mine")));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));

        assertThatThrownBy(() -> AtomicFile.directory(link))
                .isInstanceOf(UntrustedPathException.class)
                .hasMessageContaining("/state is a symbolic link that another user can have put there");
    }

    @Test
    void mayBeFurtherAbove() throws Exception {
        Path theirs = Files.createDirectory(temporary.resolve("theirs"));
        Path base = Files.createDirectory(theirs.resolve("base"));
        give(theirs);

        assertThat(AtomicFile.directory(base.resolve("memmon"))).isDirectory();
    }

    private static void give(Path directory) throws IOException {
        assumeTrue("root".equals(System.getProperty("user.name")), "needs root to be somebody else");
        Files.setAttribute(directory, "unix:uid", 65_534);
    }
}
