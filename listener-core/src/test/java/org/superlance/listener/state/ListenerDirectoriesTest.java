package org.superlance.listener.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superlance.listener.state.ListenerDirectories.ListenerDirectory;
import org.superlance.listener.state.ListenerDirectories.Use;

class ListenerDirectoriesTest {

    private static final ListenerId MEMMON = new ListenerId("memmon", "memmon", "memmon", "http://127.0.0.1:9001");
    private static final ListenerId HTTPOK = new ListenerId("httpok", "web", "httpok", "http://127.0.0.1:9001");

    @TempDir
    private Path base;

    private final FileLocks locks = new FileLocks();

    @Test
    void findsThoseInUseAndThoseThatAreNot() throws IOException {
        try (StateDirectory running = new StateDirectory(base, MEMMON, locks)) {
            running.own();
            try (StateDirectory ended = new StateDirectory(base, HTTPOK, locks)) {
                ended.own();
            }

            List<ListenerDirectory> found = ListenerDirectories.in(base, locks);

            assertThat(found)
                    .extracting(directory -> directory.owner().orElseThrow())
                    .containsExactly(HTTPOK, MEMMON);
            assertThat(found).extracting(ListenerDirectory::use).containsExactly(Use.FREE, Use.IN_USE);
            assertThat(found).allMatch(directory -> directory.problem().isEmpty());
        }
    }

    @Test
    void findsADirectoryThatDoesNotSayWhoseItIs() throws IOException {
        Path unknown = Files.createDirectory(base.resolve("memmon-x"));
        Files.writeString(unknown.resolve(StateDirectory.ABOUT), "command: memmon\nlistener: a:b\nsupervisord: c\n");

        assertThat(ListenerDirectories.in(base, locks)).singleElement().satisfies(directory -> {
            assertThat(directory.path()).isEqualTo(unknown);
            assertThat(directory.owner()).isEmpty();
            assertThat(directory.isFree()).isTrue();
        });
    }

    @Test
    void leavesOutFilesLinksAndWhatAppliesToAllListeners() throws IOException {
        Files.createDirectory(base.resolve(ListenerDirectories.PAUSES));
        Files.createFile(base.resolve("notes"));
        Files.createSymbolicLink(base.resolve("memmon-y"), Files.createTempDirectory(base.getParent(), "elsewhere"));

        assertThat(ListenerDirectories.in(base, locks)).isEmpty();
    }

    @Test
    void namesOneThatCannotBeRead() throws IOException {
        Path directory = Files.createDirectory(base.resolve("memmon-z"));
        Files.createDirectory(directory.resolve(StateDirectory.LOCK));

        assertThat(ListenerDirectories.in(base, locks)).singleElement().satisfies(found -> {
            assertThat(found.use()).isEqualTo(Use.UNKNOWN);
            assertThat(found.problem()).contains(directory.resolve(StateDirectory.LOCK) + " is no regular file");
        });
    }
}
