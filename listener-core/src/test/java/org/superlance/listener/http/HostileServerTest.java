package org.superlance.listener.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.superlance.listener.http.HttpFailure.Kind;
import org.superlance.listener.http.ScriptedServer.Script;

@Timeout(30)
class HostileServerTest {

    private static final HttpLimits SHORT = new HttpLimits(Duration.ofSeconds(5), Duration.ofMillis(400), 1_000, 500);
    private static final HttpLimits LONG = new HttpLimits(Duration.ofSeconds(5), Duration.ofSeconds(20), 1_000, 500);

    @TempDir
    Path directory;

    @Test
    void cutsAServerThatNeverAnswers() throws IOException {
        HttpFailure failure = failure(ScriptedServer.Connection::awaitHangUp, SHORT);

        assertThat(failure.kind()).isEqualTo(Kind.TIMED_OUT);
        assertThat(failure).hasMessageEndingWith("did not answer within 0.4s");
        assertThat(failure.mayHaveActed()).isTrue();
    }

    @Test
    void cutsAServerThatNeverAnswersOnASocketFile() throws IOException {
        Path socket = directory.resolve("s");
        try (ScriptedServer server = ScriptedServer.onSocketFile(socket, ScriptedServer.Connection::awaitHangUp);
                HttpClient client = new HttpClient(new Endpoint.Unix(socket))) {
            HttpFailure failure = failure(client, SHORT);

            assertThat(failure.kind()).isEqualTo(Kind.TIMED_OUT);
            assertThat(server.connectionCount()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "HTTP/1.1 200 OK\r\nX: ", "HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n"})
    void cutsAServerThatDrips(String start) throws IOException {
        HttpFailure failure = failure(
                connection -> {
                    connection.say(start);
                    dripUntilHangUp(connection);
                },
                SHORT);

        assertThat(failure.kind()).isEqualTo(Kind.TIMED_OUT);
        assertThat(failure).hasMessageContaining("did not complete its answer within 0.4s (");
    }

    @Test
    void cutsAServerThatDripsABodyThatEndsWithTheConnection() throws IOException {
        HttpFailure failure = failure(
                connection -> {
                    connection.say("HTTP/1.1 200 OK\r\n\r\n");
                    dripUntilHangUp(connection);
                },
                SHORT);

        assertThat(failure.kind()).isEqualTo(Kind.TIMED_OUT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffff\r\n"
            })
    void refusesABodyThatIsTooLarge(String start) throws IOException {
        HttpFailure failure = failure(
                connection -> {
                    connection.say(start);
                    sayForever(connection, "x");
                },
                LONG);

        assertThat(failure.kind()).isEqualTo(Kind.TOO_LARGE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "HTTP/1.1 200 OK\r\n: ",
                "HTTP/1.1 100 Continue\r\n\r\n",
                "HTTP/1.1 200 OK\r\nX: y\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX: y\r\n"
            })
    void refusesAnEndlessHead(String repeated) throws IOException {
        HttpFailure failure = failure(
                connection -> {
                    connection.say(repeated);
                    sayForever(connection, repeated.substring(repeated.indexOf('X') < 0 ? 0 : repeated.indexOf('X')));
                },
                LONG);

        assertThat(failure.kind()).isEqualTo(Kind.NOT_HTTP);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-OpenSSH_9.2\r\n\r\n",
                "HTTP/2.0 200 OK\r\n\r\n",
                "HTTP/1.1 2000 OK\r\n\r\n",
                "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx",
                "HTTP/1.1 200 OK\r\nContent-Length: 1, 2\r\n\r\nxx",
                "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nx",
                "HTTP/1.1 200 OK\r\nContent-Length: +1\r\n\r\nx",
                "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\nx",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\n1\r\nx\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\nx\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\nx\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nxxx\r\n0\r\n\r\n"
            })
    void refusesWhatIsNotHttp(String answer) throws IOException {
        HttpFailure failure = failure(connection -> connection.say(answer), LONG);

        assertThat(failure.kind()).isEqualTo(Kind.NOT_HTTP);
        assertThat(failure).hasMessageContaining("does not answer in HTTP: ");
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
        HttpFailure failure = failure(connection -> connection.say(answer), LONG);

        assertThat(failure.kind()).isEqualTo(Kind.CUT_OFF);
        assertThat(failure).hasMessageEndingWith("in the middle of its answer (" + answer.length() + " bytes came)");
        assertThat(failure.mayHaveActed()).isTrue();
    }

    @Test
    void quotesWhatItDoesNotUnderstandWithoutControlCharactersAndInPart() throws IOException {
        HttpFailure failure = failure(connection -> connection.say("\u001b[31m" + "x".repeat(400) + "\n"), LONG);

        assertThat(failure)
                .hasMessageContaining("'?[31mxxx")
                .message()
                .hasSizeLessThan(300)
                .doesNotContain("\u001b");
    }

    @Test
    void closingTheClientEndsACallUnderWay() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        try (ScriptedServer server = ScriptedServer.onTcp(connection -> {
            connection.readRequest();
            asked.countDown();
            connection.awaitHangUp();
        })) {
            HttpClient client = new HttpClient(server.endpoint());
            Thread closing = new Thread(() -> {
                try {
                    asked.await();
                    client.close();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            closing.start();

            HttpFailure underWay = failure(client, LONG);
            HttpFailure late = failure(client, LONG);

            assertThat(underWay.kind()).isEqualTo(Kind.CLOSED);
            assertThat(underWay.mayHaveActed()).isTrue();
            assertThat(late.kind()).isEqualTo(Kind.CLOSED);
            assertThat(late.mayHaveActed()).isFalse();
        }
    }

    private static void dripUntilHangUp(ScriptedServer.Connection connection) throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        while (!never.await(50, TimeUnit.MILLISECONDS)) {
            connection.say("H");
        }
    }

    private static void sayForever(ScriptedServer.Connection connection, String text) throws IOException {
        while (true) {
            connection.say(text.repeat(1_000));
        }
    }

    private static HttpFailure failure(Script script, HttpLimits limits) throws IOException {
        try (ScriptedServer server = ScriptedServer.onTcp(connection -> {
                    connection.readRequest();
                    script.serve(connection);
                });
                HttpClient client = new HttpClient(server.endpoint())) {
            return failure(client, limits);
        }
    }

    private static HttpFailure failure(HttpClient client, HttpLimits limits) {
        return catchThrowableOfType(HttpFailure.class, () -> {
            try (HttpResponse response = client.send(HttpRequest.of("GET", "/"), limits)) {
                response.body().readAllBytes();
            }
        });
    }
}
