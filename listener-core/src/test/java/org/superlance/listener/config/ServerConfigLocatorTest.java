package org.superlance.listener.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.superlance.listener.config.ServerConfigLocator.ServerConfig;

class ServerConfigLocatorTest {

    private static final String UNIX = "[unix_http_server]\nfile=%(here)s/s.sock\nusername=me\npassword=plain\n";

    @TempDir
    Path directory;

    @Test
    void supervisorctlsOwnSectionComesFirst() throws Exception {
        ServerConfig server =
                server(UNIX + "[supervisorctl]\nserverurl=http://box:9001\nusername=you\npassword=50%%\n");

        assertThat(server).isEqualTo(new ServerConfig("http://box:9001", Optional.of("you"), Optional.of("50%")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"unix://%(here)s/s.sock", "unix://s.sock", "unix://~/s.sock", "unix://%(here)s/x/../s.sock"})
    void takesTheLoginOfTheSectionThatListensThere(String url) throws Exception {
        ServerConfig server = server(UNIX + "[supervisorctl]\nserverurl=" + url + "\n");

        assertThat(server)
                .isEqualTo(
                        new ServerConfig("unix://" + directory + "/s.sock", Optional.of("me"), Optional.of("plain")));
    }

    @Test
    void doesNotSendTheLoginOfOneServerToAnother() throws Exception {
        ServerConfig server = server(UNIX + "[supervisorctl]\nserverurl=http://elsewhere:9001\n");

        assertThat(server).isEqualTo(new ServerConfig("http://elsewhere:9001", Optional.empty(), Optional.empty()));
    }

    @Test
    void theSocketComesBeforeThePort() throws Exception {
        ServerConfig server = server("[inet_http_server]\nport=9001\n" + UNIX);

        assertThat(server.url()).isEqualTo("unix://" + directory + "/s.sock");
    }

    @ParameterizedTest
    @CsvSource({
        "9001, http://127.0.0.1:9001",
        ":9001, http://127.0.0.1:9001",
        "*:9001, http://127.0.0.1:9001",
        "0.0.0.0:9001, http://127.0.0.1:9001",
        "127.0.0.1:9001, http://127.0.0.1:9001",
        "Box.example:81, http://box.example:81"
    })
    void understandsEveryWayToWriteAPort(String port, String url) throws Exception {
        assertThat(server("[inet_http_server]\nport=" + port + "\n").url()).isEqualTo(url);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "box", "box:", "0", "65536", "999999", "-1", "9001x"})
    void refusesAPortThatIsNone(String port) {
        assertThatThrownBy(() -> server("[inet_http_server]\nport=" + port + "\n"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("[inet_http_server]");
    }

    @Test
    void theLoginOfAPortServesLocalhostToo() throws Exception {
        ServerConfig server = server("""
                [inet_http_server]
                port=*:9001
                username=me
                password=pw
                [supervisorctl]
                serverurl=http://localhost:9001/
                """);

        assertThat(server.user()).hasValue("me");
    }

    @Test
    void aHashedPasswordIsNoUseUnlessSupervisorctlHasThePlainOne() throws Exception {
        String hashed =
                "[unix_http_server]\nfile=/s\nusername=me\npassword={SHA}82ab876d1387bfafe46cc1c8a2ef074eae50cb1d\n";

        assertThatThrownBy(() -> server(hashed))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("is a hash")
                .hasMessageContaining("[supervisorctl]");
        assertThat(server(hashed + "[supervisorctl]\nusername=me\npassword=plain\n"))
                .isEqualTo(new ServerConfig("unix:///s", Optional.of("me"), Optional.of("plain")));
    }

    @Test
    void supervisorctlAloneMeansItsDefaultPort() throws Exception {
        assertThat(server("[supervisorctl]\nprompt=x\n").url()).isEqualTo("http://localhost:9001");
    }

    @Test
    void aFileWithoutAServerIsRefusedWithARemedy() {
        assertThatThrownBy(() -> server("[supervisord]\nnodaemon=true\n"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(conf() + " has no section [supervisorctl]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"[supervisorctl]\nserverurl=unix://a\0b", "[unix_http_server]\nfile=a\0b", "[unix_http_server]\n"
            })
    void aSocketThatCannotBeIsRefused(String text) {
        assertThatThrownBy(() -> server(text)).isInstanceOf(ConfigException.class);
    }

    @Test
    void looksInTheUsualPlacesInTheirOrder() throws Exception {
        Files.createDirectory(directory.resolve("etc"));
        Files.writeString(directory.resolve("etc/supervisord.conf"), "[unix_http_server]\nfile=/second\n");
        ServerConfigLocator places = new ServerConfigLocator(Map.of(), directory, "vm");
        assertThat(places.server(Optional.empty()).url()).isEqualTo("unix:///second");

        Files.writeString(conf(), "[unix_http_server]\nfile=/first\n");

        assertThat(places.server(Optional.empty()).url()).isEqualTo("unix:///first");
    }

    @Test
    void namesThePlacesWhenThereIsNoFile() {
        ServerConfigLocator nowhere =
                new ServerConfigLocator(Map.of(), directory, "vm", List.of(conf(), Path.of("/nowhere/x.conf")));

        assertThatThrownBy(() -> nowhere.server(Optional.empty()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(conf() + ", /nowhere/x.conf")
                .hasMessageContaining("-C FILE");
    }

    @Test
    void neverShowsThePassword() {
        assertThat(new ServerConfig("unix:///s", Optional.of("me"), Optional.of("secret")))
                .hasToString("unix:///s as me");
    }

    private Path conf() {
        return directory.resolve("supervisord.conf");
    }

    private ServerConfig server(String text) throws Exception {
        Files.writeString(conf(), text);
        return new ServerConfigLocator(Map.of("HOME", directory.toString()), directory, "vm")
                .server(Optional.of(Path.of("supervisord.conf")));
    }
}
