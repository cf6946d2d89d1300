package org.superlance.listener.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.superlance.listener.http.Endpoint;

class ServerUrlTest {

    @ParameterizedTest
    @CsvSource({
        "unix:///run/s.sock, /run/s.sock",
        "unix:///run/s.sock/RPC2, /run/s.sock",
        "unix:///run/with space%20ü.sock, /run/with space%20ü.sock"
    })
    void readsASocketFile(String url, Path socket) {
        assertThat(ServerUrl.parse(url).endpoint()).isEqualTo(new Endpoint.Unix(socket));
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost:9001, localhost, 9001",
        "http://localhost:9001/, localhost, 9001",
        "HTTP://10.0.0.1:9001/RPC2, 10.0.0.1, 9001",
        "http://[::1]:9001, ::1, 9001",
        "http://host, host, 80"
    })
    void readsAPort(String url, String host, int port) {
        assertThat(ServerUrl.parse(url).endpoint()).isEqualTo(Endpoint.Tcp.plain(host, port));
    }

    @Test
    void readsAnEncryptedPort() {
        ServerUrl address = ServerUrl.parse("https://host");

        assertThat(address.endpoint())
                .isInstanceOfSatisfying(
                        Endpoint.Tcp.class, tcp -> assertThat(tcp.tls()).isNotNull());
        assertThat(address).hasToString("https://host:443");
    }

    @Test
    void readsUserAndPasswordAndShowsNone() {
        ServerUrl address = ServerUrl.parse("http://us%3Aer:p+ss%20w%C3%B6rd@host:9001");

        assertThat(address.user()).contains("us:er");
        assertThat(address.credentials().orElseThrow().password()).isEqualTo("p+ss wörd");
        assertThat(address.credentials().orElseThrow().toString()).isEqualTo("us:er");
        assertThat(address).hasToString("http://host:9001");
    }

    @Test
    void takesUserAndPasswordSeparately() {
        ServerUrl address = ServerUrl.parse("unix:///s").withCredentials("user", "secret");

        assertThat(address.user()).contains("user");
        assertThat(address.credentials().orElseThrow().password()).isEqualTo("secret");
        assertThat(address).hasToString("unix:///s");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "localhost:9001",
                "/run/s.sock",
                "unix://",
                "unix:///",
                "unix://run/s.sock",
                "unix:///a\u0000",
                "ftp://host",
                "http://",
                "http://:9001",
                "http://host:99999",
                "http://host:x",
                "http://ho st:1",
                "http://host/path",
                "http://host?query",
                "http://user:secret@",
                "http://user:sec@ret^@host:1",
                "http://user:secret%ZZ@host:1",
                "gopher://user:secret@host"
            })
    void refusesNonsenseWithoutShowingAPassword(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ServerUrl.parse(url))
                .withMessageContaining("'")
                .withMessageNotContaining("sec")
                .satisfies(e -> assertThat(
                                e.getCause() == null || !e.getCause().toString().contains("sec"))
                        .isTrue());
    }
}
