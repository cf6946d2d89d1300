package org.superlance.superlance.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superlance.listener.config.ConfigException;
import org.superlance.listener.config.SupervisordConfig;

class ConfiguredListenerTest {

    private static final String HOSTED = """
            [eventlistener:memmon]
            command=memmon -a 200MB
            events=TICK_60
            """;

    @TempDir
    private Path directory;

    @Test
    void namesTheStateDirectoryOfItsOwnCommandOrEnvironment() throws Exception {
        assertThat(stateDir("""
                [eventlistener:memmon]
                command=memmon -a 200MB --state-dir /srv/option
                environment=SUPERLANCE_STATE_DIR="/srv/own"
                """)).contains(Path.of("/srv/option"));
        assertThat(stateDir("""
                [eventlistener:memmon]
                command=memmon -a 200MB
                environment=SUPERLANCE_STATE_DIR="/srv/own"
                """)).contains(Path.of("/srv/own"));
    }

    @Test
    void namesTheStateDirectoryThatTheListenersOfItsFileShare() throws Exception {
        file(HOSTED + "[superlance]\nstate_dir = /srv/shared\n");

        assertThat(stateDir(host("SUPERLANCE_STATE_DIR=/srv/host"))).contains(Path.of("/srv/shared"));
        assertThat(stateDir(host("A=b"))).contains(Path.of("/srv/shared"));
    }

    @Test
    void itsOwnCommandCountsBeforeWhatIsShared() throws Exception {
        file(HOSTED.replace("200MB", "200MB --state-dir=/srv/own") + "[superlance]\nstate-dir = /srv/shared\n");

        assertThat(stateDir(host("SUPERLANCE_STATE_DIR=/srv/host"))).contains(Path.of("/srv/own"));
    }

    @Test
    void hasTheEnvironmentOfItsProcess() throws Exception {
        file(HOSTED + "[superlance]\nemail = ops@example.com\n");

        assertThat(stateDir(host("SUPERLANCE_STATE_DIR=/srv/host"))).contains(Path.of("/srv/host"));
        assertThat(stateDir("[supervisord]\nenvironment=SUPERLANCE_STATE_DIR=/srv/all\n" + host("A=b")))
                .contains(Path.of("/srv/all"));
        assertThat(stateDir(host("SUPERLANCE_STATE_DIR=\"\""))).isEmpty();
    }

    private void file(String text) throws IOException {
        Files.writeString(directory.resolve("listeners.conf"), text);
    }

    private String host(String environment) {
        return "[eventlistener:superlance]\ncommand=superlance " + directory.resolve("listeners.conf")
                + "\nenvironment=" + environment + "\n";
    }

    private Optional<Path> stateDir(String supervisord) throws IOException, ConfigException {
        Path file = Files.writeString(directory.resolve("supervisord.conf"), supervisord);
        List<ConfiguredListener> found =
                ConfiguredListener.in(read(file), List.of("memmon"), ConfiguredListenerTest::read);
        assertThat(found).hasSize(1);
        assertThat(found.get(0).pool()).isEqualTo("memmon");
        return found.get(0).stateDir();
    }

    private static SupervisordConfig read(Path file) throws ConfigException {
        return SupervisordConfig.read(file, Map.of(), Path.of(""), "host");
    }
}
