package org.superlance.listener.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superlance.listener.http.HttpClient.HttpLimits;
import org.superlance.listener.http.HttpFailure.Kind;
import org.superlance.listener.testkit.Await;
import org.superlance.listener.testkit.ReservedPort;

class ConnectorTest {

    private static final HttpLimits LONG = new HttpLimits(Await.LIMIT, Await.LIMIT, 1_000);

    /** For a connection that never comes. */
    private static final HttpLimits SHORT = new HttpLimits(Duration.ofMillis(400), Await.LIMIT, 1_000);

    @TempDir
    Path directory;

    @Test
    void saysThatNobodyListensAtThePort() {
        try (ReservedPort port = new ReservedPort()) {
            HttpFailure failure = failure(Endpoint.Tcp.plain("127.0.0.1", port.number()), LONG);

            assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
            assertThat(failure).hasMessage("connection refused: 127.0.0.1:" + port.number());
            assertThat(failure.mayHaveActed()).isFalse();
        }
    }

    @Test
    void saysThatThereIsNoSocketFile() {
        HttpFailure failure = failure(new Endpoint.Unix(directory.resolve("none")), LONG);

        assertThat(failure.kind()).isEqualTo(Kind.NO_SOCKET_FILE);
        assertThat(failure).hasMessage("no such socket: " + directory.resolve("none"));
        assertThat(failure.mayHaveActed()).isFalse();
    }

    @Test
    void saysThatNobodyListensAtTheSocketFile() throws IOException {
        Path socket = directory.resolve("stale");
        ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                .bind(UnixDomainSocketAddress.of(socket))
                .close();
        assertThat(Files.exists(socket)).isTrue();

        HttpFailure failure = failure(new Endpoint.Unix(socket), LONG);

        assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
        assertThat(failure).hasMessage("connection refused: socket " + socket);
    }

    @Test
    void tellsADeniedSocketFileByTheTypeOfTheException() {
        Endpoint endpoint = new Endpoint.Unix(directory.resolve("denied"));

        HttpFailure failure = new HttpFailure.Messages(endpoint)
                .notConnected(new java.net.BindException("Keine Berechtigung"), Duration.ZERO);

        assertThat(failure.kind()).isEqualTo(Kind.NO_PERMISSION);
        assertThat(failure).hasMessageStartingWith("permission denied: socket ");
    }

    @Test
    void saysThatTheHostNameIsUnknown() {
        HttpFailure failure = failure(Endpoint.Tcp.plain("host.invalid", 80), SHORT);

        // a resolver that nobody answers is cut, one that answers says no
        assertThat(failure.kind()).isIn(Kind.UNKNOWN_HOST, Kind.TIMED_OUT);
        assertThat(failure.mayHaveActed()).isFalse();
    }

    @Test
    void givesUpConnectingToASocketFileWhoseQueueIsFull() throws IOException {
        Path socket = directory.resolve("full");
        List<SocketChannel> queue = new ArrayList<>();
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket), 1);
            fill(socket, queue);

            HttpFailure failure = failure(new Endpoint.Unix(socket), SHORT);

            assertThat(failure.kind()).isEqualTo(Kind.TIMED_OUT);
            assertThat(failure).hasMessageEndingWith("took longer than 0.4s");
            assertThat(failure.mayHaveActed()).isFalse();
        } finally {
            for (SocketChannel channel : queue) {
                channel.close();
            }
        }
    }

    private static void fill(Path socket, List<SocketChannel> queue) throws IOException {
        for (boolean room = true; room; ) {
            SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            queue.add(channel);
            channel.configureBlocking(false);
            try {
                room = channel.connect(UnixDomainSocketAddress.of(socket));
            } catch (IOException e) {
                room = false;
            }
        }
    }

    private static HttpFailure failure(Endpoint endpoint, HttpLimits limits) {
        try (HttpClient client = new HttpClient(endpoint)) {
            return catchThrowableOfType(
                    HttpFailure.class,
                    () -> client.send(HttpRequest.of("GET", "/"), limits).close());
        }
    }
}
