package org.superlance.listener.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateDirectoryTest {

    private static final ListenerId MEMMON = new ListenerId("memmon", "memmon", "memmon", "unix:///run/a.sock");

    @TempDir
    Path base;

    @Test
    void isItsOwnersAlone() throws Exception {
        try (StateDirectory directory = StateDirectory.open(base, MEMMON)) {
            Path restarts = directory.directory("restarts");

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
    void isRefusedToASecondListener() throws Exception {
        try (StateDirectory first = StateDirectory.open(base, MEMMON)) {
            assertThatThrownBy(() -> StateDirectory.open(base, MEMMON))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("in use by another process")
                    .hasMessageContaining(first.toString());
        }
        StateDirectory.open(base, MEMMON).close();
    }

    @Test
    void saysWhatIsWrongWithItsPlace() throws Exception {
        Path file = Files.writeString(base.resolve("file"), "");

        assertThatThrownBy(() -> StateDirectory.open(file, MEMMON))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("state directory " + file);
    }
}
