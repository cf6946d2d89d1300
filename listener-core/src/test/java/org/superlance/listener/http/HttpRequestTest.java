package org.superlance.listener.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpRequestTest {

    private static final HttpRequest GET = HttpRequest.of("GET", "/");

    @ParameterizedTest
    @ValueSource(strings = {"", "/a b", "/\r\nX: y", "/\n", "/\u0000", "/\u007f", "/é"})
    void refusesAPathThatCannotStandInARequestLine(String target) {
        assertThatIllegalArgumentException().isThrownBy(() -> HttpRequest.of("GET", target));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "GE T", "GET\r\n", "GET:", "GÉT", "G\u0660"})
    void refusesAMethodThatCannotStandInARequestLine(String method) {
        assertThatIllegalArgumentException().isThrownBy(() -> HttpRequest.of(method, "/"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "secret\r\nX: y",
                "secret\n",
                "secret\r",
                "secret\u0000",
                "secret\u007f",
                "secret\u009f",
                "secretĀ",
                "secret😀"
            })
    void refusesAHeaderThatWouldBecomeTwoWithoutQuotingIt(String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GET.withHeader("X-Password", value))
                .withMessageContaining("X-Password")
                .withMessageNotContaining("secret");
    }

    @Test
    void takesAHeaderInLatin1WithATab() {
        byte[] bytes = GET.withHeader("X-1", "a\t~\u00a0ÿ").encode("host", false);

        assertThat(new String(bytes, ISO_8859_1)).contains("\r\nX-1: a\t~\u00a0ÿ\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "X:", "X Y", "X\n", "Host", "content-LENGTH", "Transfer-Encoding", "Connection"})
    void refusesANameThatIsNoneOrIsNotTheCallersToSet(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> GET.withHeader(name, "x"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a\n", "é"})
    void refusesAHostThatIsNone(String host) {
        assertThatIllegalArgumentException().isThrownBy(() -> Endpoint.Tcp.plain(host, 80));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 65_536})
    void refusesAPortThatIsNone(int port) {
        assertThatIllegalArgumentException().isThrownBy(() -> Endpoint.Tcp.plain("localhost", port));
    }

    @Test
    void namesAnEndpointAsPeopleDo() {
        assertThat(Endpoint.Tcp.plain("::1", 9001)).hasToString("[::1]:9001");
        assertThat(Endpoint.Tcp.plain("host", 80)).hasToString("host:80");
        assertThat(Endpoint.Tcp.plain("host", 80).hostHeader()).isEqualTo("host");
        assertThat(new Endpoint.Unix(Path.of("/run/s.sock"))).hasToString("unix:///run/s.sock");
    }
}
