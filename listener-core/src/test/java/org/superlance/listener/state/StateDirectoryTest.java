package org.superlance.listener.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superlance.listener.state.StateDirectory.InUseException;
import org.superlance.listener.testkit.TestCommand;

class StateDirectoryTest {

    private static final ListenerId MEMMON = new ListenerId("memmon", "memmon", "memmon", "unix:///run/a.sock");

    @TempDir
    Path base;

    @Test
    void isItsOwnersAlone() throws Exception {
        try (StateDirectory directory = owned(base)) {
            Path restarts = directory.path().resolve("restarts");
            directory.prepare(restarts);

            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(restarts)))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void differsForEveryListenerOfEverySupervisord() {
        Set<String> names = Set.of(
                MEMMON.fileName(),
                new ListenerId("memmon", "memmon", "memmon", "unix:///run/b.sock").fileName(),
                new ListenerId("memmon", "memmon2", "memmon2", "unix:///run/a.sock").fileName(),
                new ListenerId("httpok", "memmon", "memmon", "unix:///run/a.sock").fileName());

        assertThat(names).hasSize(4).allMatch(name -> name.matches("[a-z0-9_-]+"));
    }

    @Test
    void isRefusedToASecondListenerUntilTheFirstHasGivenItFree() throws Exception {
        StateDirectory second = directory(base, new FileLocks());
        try (StateDirectory first = owned(base)) {
            assertThatThrownBy(second::own)
                    .isInstanceOf(InUseException.class)
                    .hasMessageContaining("in use by another process")
                    .hasMessageContaining(first.toString());
            assertThat(second.isOwned()).isFalse();
        }
        second.own();
        assertThat(second.isOwned()).isTrue();
        second.close();
        assertThatThrownBy(second::own).isInstanceOf(IOException.class);
    }

    /** To close a second channel to the file would give its lock free. */
    @Test
    void isRefusedWithinTheProcessWithoutTouchingItsLock() throws Exception {
        FileLocks locks = new FileLocks();
        try (StateDirectory first = directory(base, locks);
                StateDirectory second = directory(base, locks)) {
            first.own();

            assertThatThrownBy(second::own).isInstanceOf(InUseException.class);

            assertThat(TestCommand.output(List.of(
                            "flock",
                            "--fcntl",
                            "-n",
                            first.path().resolve("lock").toString(),
                            "echo",
                            "free")))
                    .doesNotContain("free");
        }
    }

    @Test
    void isMadeAndLockedAgainWhenItIsDeleted() throws Exception {
        try (StateDirectory directory = owned(base)) {
            Files.delete(directory.path().resolve("lock"));
            Files.delete(directory.path().resolve("about"));
            Files.delete(directory.path());

            directory.prepare(directory.path().resolve("outbox"));

            assertThat(directory.path()).isDirectoryContaining("glob:**/{lock,about,outbox}");
            assertThat(directory.path().resolve("about")).content().contains("memmon:memmon");
            assertThatThrownBy(directory(base, new FileLocks())::own).isInstanceOf(InUseException.class);
        }
    }

    @Test
    void refusesALockThatIsALink() throws Exception {
        Path victim = Files.writeString(base.resolve("victim"), "");
        StateDirectory directory = directory(base, new FileLocks());
        Files.createDirectory(directory.path());
        Files.createSymbolicLink(directory.path().resolve("lock"), victim);

        assertThatThrownBy(directory::own).isInstanceOf(IOException.class);
    }

    /** Nobody may have it open at its other end. */
    @Test
    void waitsForNobodyWhereTheLockIsAFifo() throws Exception {
        FileLocks locks = new FileLocks();
        StateDirectory directory = directory(base, locks);
        Path lock = Files.createDirectory(directory.path()).resolve("lock");
        TestCommand.output(List.of("mkfifo", lock.toString()));

        assertThatThrownBy(directory::own).isInstanceOf(IOException.class).hasMessageContaining("no regular file");
        assertThatThrownBy(() -> StateDirectory.isInUse(directory.path(), locks))
                .isInstanceOf(IOException.class);
    }

    @Test
    void saysWhatIsWrongWithItsPlace() throws Exception {
        Path file = Files.writeString(base.resolve("file"), "");

        assertThatThrownBy(() -> owned(file)).isInstanceOf(IOException.class).hasMessageContaining(file.toString());
    }

    private static StateDirectory owned(Path base) throws IOException {
        StateDirectory directory = directory(base, new FileLocks());
        directory.own();
        return directory;
    }

    private static StateDirectory directory(Path base, FileLocks locks) {
        return new StateDirectory(base, MEMMON, locks);
    }
}
