package org.superlance.listener.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.superlance.listener.http.HttpClient.HttpLimits;
import org.superlance.listener.http.HttpFailure.Kind;
import org.superlance.listener.testkit.Await;
import org.superlance.listener.testkit.LongEnough;

class HostileServerTest {

    private static final String NO_ANSWER = "did not answer within ";
    private static final String NO_END = "did not complete its response within ";
    private static final HttpLimits LONG = within(Await.LIMIT);

    @TempDir
    Path directory;

    @Test
    void cutsAServerThatNeverAnswers() throws IOException {
        HttpFailure failure = cut(ScriptedServer.Connection::awaitHangUp, NO_ANSWER);

        assertThat(failure.kind()).isEqualTo(Kind.TIMED_OUT);
        assertThat(failure).message().matches(".* did not answer within [\\d.]+s");
        assertThat(failure.mayHaveActed()).isTrue();
    }

    @Test
    void cutsAServerThatNeverAnswersOnASocketFile() throws IOException {
        Path socket = directory.resolve("s");
        try (ScriptedServer server = ScriptedServer.onSocketFile(socket, ScriptedServer.Connection::awaitHangUp);
                HttpClient client = new HttpClient(new Endpoint.Unix(socket))) {
            HttpFailure failure = LongEnough.call(
                    limit -> FailingCalls.failure(client, within(limit)),
                    cut -> String.valueOf(cut.getMessage()).contains(NO_ANSWER));

            assertThat(failure.kind()).isEqualTo(Kind.TIMED_OUT);
            assertThat(failure).hasMessageContaining(NO_ANSWER);
            assertThat(server.connectionCount()).isPositive();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "HTTP/1.1 200 OK\r\nX: ", "HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n"})
    void cutsAServerThatDrips(String start) throws IOException {
        HttpFailure failure = cut(
                connection -> {
                    connection.say(start);
                    dripUntilHangUp(connection);
                },
                NO_END);

        assertThat(failure.kind()).isEqualTo(Kind.TIMED_OUT);
        assertThat(failure).message().matches(".* did not complete its response within [\\d.]+s \\(.*");
    }

    @Test
    void cutsAServerThatDripsABodyThatEndsWithTheConnection() throws IOException {
        HttpFailure failure = cut(
                connection -> {
                    connection.say("HTTP/1.1 200 OK\r\n\r\n");
                    dripUntilHangUp(connection);
                },
                NO_END);

        assertThat(failure.kind()).isEqualTo(Kind.TIMED_OUT);
        assertThat(failure).hasMessageContaining(NO_END);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffff\r\n"
            })
    void refusesABodyThatIsTooLarge(String start) throws IOException {
        HttpFailure failure = FailingCalls.failure(
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
        HttpFailure failure = FailingCalls.failure(
                connection -> {
                    connection.say(repeated);
                    sayForever(connection, repeated.substring(repeated.indexOf('X') < 0 ? 0 : repeated.indexOf('X')));
                },
                LONG);

        assertThat(failure.kind()).isEqualTo(Kind.NOT_HTTP);
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

            HttpFailure underWay = FailingCalls.failure(client, LONG);
            HttpFailure late = FailingCalls.failure(client, LONG);

            assertThat(underWay.kind()).isEqualTo(Kind.CLOSED);
            assertThat(underWay.mayHaveActed()).isTrue();
            assertThat(late.kind()).isEqualTo(Kind.CLOSED);
            assertThat(late.mayHaveActed()).isFalse();
        }
    }

    /** What cuts a call that has got as far as this sentence says. */
    private static HttpFailure cut(ScriptedServer.Script script, String sentence) throws IOException {
        return LongEnough.call(
                limit -> FailingCalls.failure(script, within(limit)),
                failure -> String.valueOf(failure.getMessage()).contains(sentence));
    }

    private static HttpLimits within(Duration total) {
        return new HttpLimits(Await.LIMIT, total, 1_000, 500);
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
}
