package org.superlance.listener.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.superlance.listener.http.HttpClient.HttpLimits;
import org.superlance.listener.http.HttpFailure.Kind;
import org.superlance.listener.http.ScriptedServer.Script;
import org.superlance.listener.testkit.Await;

class KeepAliveTest {

    private static final HttpLimits LIMITS = new HttpLimits(Await.LIMIT, Await.LIMIT, 1_000);
    private static final HttpRequest GET = HttpRequest.of("GET", "/");
    private static final Script FOREVER = connection -> {
        while (true) {
            connection.readRequest();
            connection.say(ScriptedServer.ok("x"));
        }
    };

    @Test
    void usesAConnectionAgainForWhatMayBeRepeated() throws IOException {
        try (ScriptedServer server = ScriptedServer.onTcp(FOREVER);
                HttpClient client = keeping(server)) {
            for (int i = 0; i < 3; i++) {
                repeatable(client);
            }

            assertThat(server.requests()).hasSize(3);
            assertThat(server.connectionCount()).isEqualTo(1);
        }
    }

    @Test
    void usesAFreshConnectionForWhatMustNotBeRepeated() throws IOException {
        try (ScriptedServer server = ScriptedServer.onTcp(FOREVER);
                HttpClient client = keeping(server)) {
            repeatable(client);

            client.send(GET, LIMITS).close();

            assertThat(server.connectionCount()).isEqualTo(2);
        }
    }

    @Test
    void usesNoConnectionAgainWhoseAnswerWasNotReadToItsEnd() throws IOException {
        try (ScriptedServer server = ScriptedServer.onTcp(connection -> {
                    connection.readRequest();
                    if (connection.number() == 1) {
                        connection.say("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n");
                        connection.awaitHangUp();
                    }
                    connection.say(ScriptedServer.ok("x"));
                });
                HttpClient client = keeping(server)) {
            client.sendRepeatable(GET, LIMITS).close();

            repeatable(client);

            assertThat(server.connectionCount()).isEqualTo(2);
        }
    }

    @Test
    void usesNoConnectionAgainOnWhichMoreCameThanTheAnswer() throws IOException {
        try (ScriptedServer server = ScriptedServer.onTcp(connection -> {
                    connection.readRequest();
                    connection.say(ScriptedServer.ok("x") + ScriptedServer.ok("evil"));
                    connection.awaitHangUp();
                });
                HttpClient client = keeping(server)) {
            repeatable(client);

            repeatable(client);

            assertThat(server.connectionCount()).isEqualTo(2);
        }
    }

    @Test
    void usesNoConnectionAgainThatTheServerSaysItCloses() throws IOException {
        try (ScriptedServer server = ScriptedServer.onTcp(connection -> {
                    connection.readRequest();
                    connection.say("HTTP/1.1 200 OK\r\nConnection: Close\r\nContent-Length: 1\r\n\r\nx");
                    connection.awaitHangUp();
                });
                HttpClient client = keeping(server)) {
            repeatable(client);

            repeatable(client);

            assertThat(server.connectionCount()).isEqualTo(2);
        }
    }

    @Test
    void triesOnceMoreWhenTheServerHadClosedMeanwhile() throws IOException {
        try (ScriptedServer server = ScriptedServer.answering(ScriptedServer.ok("x"));
                HttpClient client = keeping(server)) {
            repeatable(client);

            repeatable(client);

            assertThat(server.connectionCount()).isEqualTo(2);
        }
    }

    @Test
    void triesNoThirdTime() throws IOException {
        try (ScriptedServer server = ScriptedServer.onTcp(connection -> {
                    connection.readRequest();
                    if (connection.number() == 1) {
                        connection.say(ScriptedServer.ok("x"));
                    }
                });
                HttpClient client = keeping(server)) {
            repeatable(client);

            HttpFailure failure = catchThrowableOfType(HttpFailure.class, () -> repeatable(client));

            assertThat(failure.kind()).isEqualTo(Kind.PREMATURE_EOF);
            assertThat(failure.mayHaveActed()).isTrue();
            assertThat(server.connectionCount()).isEqualTo(2);
        }
    }

    @Test
    void doesNotTryAgainOnceTheAnswerHasBegun() throws IOException {
        try (ScriptedServer server = ScriptedServer.onTcp(connection -> {
                    connection.readRequest();
                    connection.say(ScriptedServer.ok("x"));
                    connection.readRequest();
                    connection.say("HTTP/1.1 2");
                });
                HttpClient client = keeping(server)) {
            repeatable(client);

            HttpFailure failure = catchThrowableOfType(HttpFailure.class, () -> repeatable(client));

            assertThat(failure).hasMessageEndingWith("in the middle of its response (10 bytes received)");
            assertThat(server.connectionCount()).isEqualTo(1);
        }
    }

    @Test
    void closesAConnectionThatNobodyUses() throws Exception {
        CountDownLatch hungUp = new CountDownLatch(1);
        try (ScriptedServer server = ScriptedServer.onTcp(connection -> {
                    connection.readRequest();
                    connection.say(ScriptedServer.ok("x"));
                    connection.awaitHangUp();
                    hungUp.countDown();
                });
                HttpClient client = new HttpClient(server.endpoint(), Duration.ofMillis(10))) {
            repeatable(client);

            hungUp.await();

            assertThat(server.connectionCount()).isEqualTo(1);
        }
    }

    /** Keeps its connections however long the test takes. */
    private static HttpClient keeping(ScriptedServer server) {
        return new HttpClient(server.endpoint(), Await.LIMIT);
    }

    private static void repeatable(HttpClient client) throws IOException {
        try (HttpResponse response = client.sendRepeatable(GET, LIMITS)) {
            assertThat(response.body()).hasContent("x");
        }
    }
}
