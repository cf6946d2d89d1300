package org.superlance.procmon.rpc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.superlance.procmon.config.HttpServerConfig.Login;
import org.superlance.procmon.rpc.HttpServerConnections.BasicAuthenticator;
import org.superlance.procmon.rpc.HttpServerRequest.BadRequestException;

class HttpServerRequestTest {

    private static final String SECRET_SHA1 = "e5e9fa1ba31ecd1ae84f75caaa474f3a663f05f4";

    @Test
    void readsOneRequestAndLeavesTheNext() throws Exception {
        ByteArrayInputStream in = new ByteArrayInputStream(
                "POST /RPC2 HTTP/1.1\r\nHost: x\r\ncontent-LENGTH: 2\r\n\r\nabGET / HTTP/1.0\n\n".getBytes(UTF_8));

        HttpServerRequest first = HttpServerRequest.readHead(in).withBody(in);
        HttpServerRequest second = HttpServerRequest.readHead(in);

        assertThat(first.is("POST")).isTrue();
        assertThat(first.body()).asString().isEqualTo("ab");
        assertThat(first.staysOpen()).isTrue();
        assertThat(second.target()).isEqualTo("/");
        assertThat(second.staysOpen()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            hello                                                                | 400
            POST RPC2 HTTP/1.1                                                   | 400
            POST /RPC2 HTTP/2.0                                                  | 400
            POST /RPC2 HTTP/1.1!no header                                        | 400
            POST /RPC2 HTTP/1.1!Content-Length: 1!Content-Length: 2              | 400
            POST /RPC2 HTTP/1.1!Content-Length: -1                               | 400
            POST /RPC2 HTTP/1.1!Content-Length: 99999999999                      | 400
            POST /RPC2 HTTP/1.1!Content-Length: 1048577                          | 413
            POST /RPC2 HTTP/1.1!Content-Length: 5!Transfer-Encoding: chunked     | 501
            POST /RPC2 HTTP/1.1                                                  | 411
            """)
    void whatIsNoRequestIsAnsweredByItsStatus(String head, int status) {
        assertStatus(head.replace("!", "\r\n") + "\r\n\r\n", status);
    }

    @Test
    void anEndlessHeadIsCutOff() {
        assertStatus("GET /" + "x".repeat(20_000), 431);
        assertStatus("GET / HTTP/1.1\r\n" + "a: b\r\n".repeat(4_000), 431);
    }

    @Test
    void aRequestThatIsCutOffIsNone() {
        assertThatThrownBy(() -> read("POST /RPC2 HTTP/1.1\r\nContent-Length: 5\r\n\r\nab"))
                .isInstanceOf(EOFException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "secret, user:secret, true",
        "secret, user:wrong, false",
        "secret, other:secret, false",
        "secret, user, false",
        "{SHA}" + SECRET_SHA1 + ", user:secret, true",
        "{SHA}" + SECRET_SHA1 + ", user:" + SECRET_SHA1 + ", false",
        "a:b, user:a:b, true"
    })
    void letsInWhoKnowsThePassword(String password, String given, boolean right) throws Exception {
        BasicAuthenticator authenticator = new BasicAuthenticator(Optional.of(new Login("user", password)));
        String authorization = Base64.getEncoder().encodeToString(given.getBytes(UTF_8));

        assertThat(authenticator.isAuthorized(
                        read("GET / HTTP/1.1\r\nAuthorization: Basic " + authorization + "\r\n\r\n")))
                .isEqualTo(right);
        assertThat(authenticator.isAuthorized(read("GET / HTTP/1.1\r\n\r\n"))).isFalse();
        assertThat(authenticator.isAuthorized(read("GET / HTTP/1.1\r\nAuthorization: Basic %%%\r\n\r\n")))
                .isFalse();
    }

    private static void assertStatus(String text, int status) {
        assertThatThrownBy(() -> read(text)).isInstanceOfSatisfying(BadRequestException.class, bad -> {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            assertThat(catchWrite(bad, out)).startsWith("HTTP/1.1 " + status + " ");
        });
    }

    private static String catchWrite(BadRequestException bad, ByteArrayOutputStream out) {
        try {
            bad.response().writeTo(out, true);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toString(UTF_8);
    }

    private static HttpServerRequest read(String text) throws Exception {
        ByteArrayInputStream in = new ByteArrayInputStream(text.getBytes(UTF_8));
        return HttpServerRequest.readHead(in).withBody(in);
    }
}
