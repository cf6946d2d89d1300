package org.superlance.listener.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.superlance.listener.http.HttpClient.HttpLimits;
import org.superlance.listener.http.HttpFailure.Kind;
import org.superlance.listener.testkit.Await;

class InvalidResponseTest {

    private static final HttpLimits LONG = new HttpLimits(Await.LIMIT, Await.LIMIT, 1_000, 500);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-OpenSSH_9.2\r\n\r\n",
                "HTTP/2.0 200 OK\r\n\r\n",
                "HTTP/1.1 2000 OK\r\n\r\n",
                "HTTP/1.1 20\r\n\r\n",
                "HTTP/1.1 20x OK\r\n\r\n",
                "HTTP/1.1 099 OK\r\n\r\n",
                "HTTP/1.1 200OK\r\n\r\n",
                "HTTP/1.1  200 OK\r\n\r\n",
                "HTTP/1.2 200 OK\r\n\r\n",
                "HTTP/1.1 200 O\rK\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length 1\r\n\r\nx",
                "HTTP/1.1 200 OK\r\nContent-Length : 1\r\n\r\nx",
                "HTTP/1.1 200 OK\r\n Transfer-Encoding: chunked\r\n\r\nx",
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx",
                "HTTP/1.1 200 OK\r\nContent-Length: 1, 2\r\n\r\nxx",
                "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nx",
                "HTTP/1.1 200 OK\r\nContent-Length: +1\r\n\r\nx",
                "HTTP/1.1 200 OK\r\nContent-Length: 1x\r\n\r\nx",
                "HTTP/1.1 200 OK\r\nContent-Length: 0000000000000000001\r\n\r\nx",
                "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\nx",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\n1\r\nx\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\nx\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\nx\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n00001000000000000000\r\nx\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n;x\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n 1\r\nx\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1 x\r\nx\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1g\r\nx\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;\rx\r\nx\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nxxx\r\n0\r\n\r\n"
            })
    void refusesWhatIsNotHttp(String answer) throws IOException {
        HttpFailure failure = FailingCalls.failure(connection -> connection.say(answer), LONG);

        assertThat(failure.kind()).isEqualTo(Kind.NOT_HTTP);
        assertThat(failure).hasMessageContaining("did not answer with HTTP: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no colon",
                "X Powered By: x",
                ": no name",
                " folded",
                "X-A: 1\r\n\tfolded",
                "HTTP/1.1 200 OK",
                "Gr\u00fc\u00dfe: x"
            })
    void passesOverLinesThatAreNoHeaders(String line) throws IOException {
        String answer = "HTTP/1.1 200 OK\r\nA: b\r\n" + line + "\r\nContent-Length: 2\r\n\r\nok";

        try (ScriptedServer server = ScriptedServer.answering(answer);
                HttpClient client = new HttpClient(Endpoint.Tcp.plain("127.0.0.1", server.port()));
                HttpResponse response = client.send(HttpRequest.of("GET", "/"), LONG)) {
            assertThat(response.status()).isEqualTo(200);
            assertThat(response.headers().first("A")).hasValue("b");
            assertThat(response.body().readAllBytes()).asString().isEqualTo("ok");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nxx",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nxx",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nxxx\r\n"
            })
    void noticesAnAnswerThatIsCutOff(String answer) throws IOException {
        HttpFailure failure = FailingCalls.failure(connection -> connection.say(answer), LONG);

        assertThat(failure.kind()).isEqualTo(Kind.PREMATURE_EOF);
        assertThat(failure)
                .hasMessageEndingWith("in the middle of its response (" + answer.length() + " bytes received)");
        assertThat(failure.mayHaveActed()).isTrue();
    }

    @Test
    void quotesWhatItDoesNotUnderstandWithoutControlCharactersAndInPart() throws IOException {
        HttpFailure failure =
                FailingCalls.failure(connection -> connection.say("\u001b[31m" + "x".repeat(400) + "\n"), LONG);

        assertThat(failure)
                .hasMessageContaining("'?[31mxxx")
                .message()
                .hasSizeLessThan(300)
                .doesNotContain("\u001b");
    }
}
