package org.superlance.listener.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.superlance.listener.http.HttpClient.HttpLimits;
import org.superlance.listener.testkit.Await;

class HttpClientTest {

    private static final HttpLimits LIMITS = new HttpLimits(Await.LIMIT, Await.LIMIT, 1_000);
    private static final HttpRequest GET = HttpRequest.of("GET", "/path?query");

    @TempDir
    Path directory;

    @Test
    void sendsARequestAndReadsTheAnswer() throws IOException {
        try (ScriptedServer server = ScriptedServer.answering(
                        "HTTP/1.1 418 I am a teapot\r\nX-One: 1\r\nx-one: 2\r\nContent-Length: 5\r\n\r\nhello");
                HttpClient client = new HttpClient(server.endpoint())) {
            HttpRequest request = HttpRequest.of("POST", "/a")
                    .withHeader("User-Agent", "test")
                    .withBody("text/plain", "bödy".getBytes(UTF_8));

            try (HttpResponse response = client.send(request, LIMITS)) {
                assertThat(response.status()).isEqualTo(418);
                assertThat(response.reason()).isEqualTo("I am a teapot");
                assertThat(response.headers().all("X-ONE")).containsExactly("1", "2");
                assertThat(response.headers().first("x-two")).isEmpty();
                assertThat(response.body()).hasContent("hello");
                assertThat(response.peerCertificates()).isEmpty();
            }

            assertThat(server.requests())
                    .containsExactly("POST /a HTTP/1.1\r\nHost: 127.0.0.1:" + server.port()
                            + "\r\nAccept-Encoding: identity\r\nConnection: close\r\nUser-Agent: test"
                            + "\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nbödy");
        }
    }

    @Test
    void speaksOverASocketFile() throws IOException {
        Path socket = directory.resolve("s");
        try (ScriptedServer server =
                        ScriptedServer.onSocketFile(socket, ScriptedServer.saying(ScriptedServer.ok("x")));
                HttpClient client = new HttpClient(new Endpoint.Unix(socket))) {
            assertThat(body(client, GET)).isEqualTo("x");
            assertThat(server.requests().get(0)).contains("\r\nHost: localhost\r\n");
        }
    }

    @Test
    void findsAServerByName() throws IOException {
        try (ScriptedServer server = ScriptedServer.answering(ScriptedServer.ok("x"));
                HttpClient client = new HttpClient(Endpoint.Tcp.plain("localhost", server.port()))) {
            assertThat(body(client, GET)).isEqualTo("x");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nhel\r\n002\r\nlo\r\n0\r\nT: 1\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0000000000000000005 \t;\r\nhello\r\n00 \r\n\r\n",
                "HTTP/1.1 100 Continue\r\nA: b\r\n\r\nHTTP/1.1 103 Hints\r\n\r\nHTTP/1.1 200\r\n\r\nhello",
                "HTTP/1.0 200 OK\nContent-Length: 5\nContent-Length: 5\n\nhello",
                "HTTP/1.1 200 OK\r\n\r\nhello"
            })
    void findsTheEndOfTheBody(String answer) throws IOException {
        try (ScriptedServer server = ScriptedServer.answering(answer);
                HttpClient client = new HttpClient(server.endpoint())) {
            assertThat(body(client, GET)).isEqualTo("hello");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"204 No Content", "304 Not Modified"})
    void readsNoBodyWhereThereIsNone(String status) throws IOException {
        String answer = "HTTP/1.1 " + status + "\r\nContent-Length: 5\r\n\r\n";
        try (ScriptedServer server = ScriptedServer.answering(answer);
                HttpClient client = new HttpClient(server.endpoint())) {
            assertThat(body(client, GET)).isEmpty();
        }
    }

    @Test
    void readsNoBodyAfterHead() throws IOException {
        try (ScriptedServer server = ScriptedServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n");
                HttpClient client = new HttpClient(server.endpoint())) {
            assertThat(body(client, HttpRequest.of("HEAD", "/"))).isEmpty();
        }
    }

    @Test
    void followsNoRedirection() throws IOException {
        try (ScriptedServer server =
                        ScriptedServer.answering("HTTP/1.1 302 Found\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n");
                HttpClient client = new HttpClient(server.endpoint());
                HttpResponse response = client.send(GET, LIMITS)) {
            assertThat(response.status()).isEqualTo(302);
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void countsCharactersInsteadOfBytesWhereTheServerDoes() throws IOException {
        String inCharacters = "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\né😀x";
        try (ScriptedServer server = ScriptedServer.onTcp(connection -> {
                    connection.readRequest();
                    connection.say(inCharacters);
                    connection.awaitHangUp();
                });
                HttpClient client = new HttpClient(server.endpoint())) {
            assertThat(body(client, GET.withLengthInCharacters())).isEqualTo("é😀x");
        }
    }

    @Test
    void acceptsALengthInBytesWhereCharactersMayBeCounted() throws IOException {
        try (ScriptedServer server = ScriptedServer.answering(ScriptedServer.ok("é😀x"));
                HttpClient client = new HttpClient(server.endpoint())) {
            assertThat(body(client, GET.withLengthInCharacters())).isEqualTo("é😀x");
        }
    }

    @Test
    void makesSeveralCallsAtOnce() throws Exception {
        CyclicBarrier bothAreThere = new CyclicBarrier(2);
        CountDownLatch done = new CountDownLatch(2);
        try (ScriptedServer server = ScriptedServer.onTcp(connection -> {
                    connection.readRequest();
                    bothAreThere.await();
                    connection.say(ScriptedServer.ok("x"));
                });
                HttpClient client = new HttpClient(server.endpoint())) {
            for (int i = 0; i < 2; i++) {
                new Thread(() -> {
                            try {
                                body(client, GET);
                                done.countDown();
                            } catch (IOException e) {
                                throw new IllegalStateException(e);
                            }
                        })
                        .start();
            }

            done.await();

            assertThat(server.connectionCount()).isEqualTo(2);
        }
    }

    private static String body(HttpClient client, HttpRequest request) throws IOException {
        try (HttpResponse response = client.send(request, LIMITS)) {
            return new String(response.body().readAllBytes(), UTF_8);
        }
    }
}
