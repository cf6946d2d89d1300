package org.superlance.procmon.rpc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superlance.listener.testkit.Await;
import org.superlance.procmon.config.HttpServerConfig.Login;
import org.superlance.procmon.rpc.HttpServerConnections.BasicAuthenticator;
import org.superlance.procmon.rpc.HttpServerConnections.Limits;
import org.superlance.procmon.rpc.HttpServerConnections.RequestHandler;

/** Clients that mean no good, over TCP. */
class HttpServerConnectionsTest {

    private static final String LOGIN =
            "Authorization: Basic " + Base64.getEncoder().encodeToString("user:secret".getBytes(UTF_8)) + "\r\n";
    private static final String CALL = "<methodCall><methodName>system.listMethods</methodName></methodCall>";
    private static final Limits LIMITS = new Limits(4, Await.LIMIT, Await.LIMIT, Await.LIMIT);

    private final List<Socket> sockets = new ArrayList<>();
    private final MemoryBudget memory = new MemoryBudget(1 << 20, Duration.ZERO);
    private Optional<HttpServerConnections> connections = Optional.empty();

    @TempDir
    Path directory;

    @AfterEach
    void close() throws IOException {
        connections.ifPresent(HttpServerConnections::close);
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    @Test
    void aNewConnectionTakesThePlaceOfTheOneThatHasWaitedLongestForARequest() throws Exception {
        int port = listen(LIMITS);
        Socket kept = connect(port);
        assertThat(call(kept)).contains("200 OK");
        List<Socket> idle = List.of(connect(port), connect(port), connect(port));

        Socket fifth = connect(port);

        assertThat(call(fifth)).contains("200 OK");
        assertThat(readAll(idle.get(0))).isEmpty();
        assertThat(call(kept)).contains("200 OK");
        assertThat(call(idle.get(2))).contains("200 OK");
    }

    @Test
    void aConnectionBetweenTwoRequestsIsClosedForOneThatHasSomethingToSay() throws Exception {
        int port = listen(LIMITS);
        List<Socket> kept = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            kept.add(connect(port));
            assertThat(call(kept.get(i))).contains("200 OK");
        }

        // one whose answer has arrived may be busy for a moment still
        Await.until("the place of another", () -> isAnswered(port));
    }

    private boolean isAnswered(int port) {
        try {
            return call(connect(port)).contains("200 OK");
        } catch (IOException | AssertionError e) {
            return false;
        }
    }

    @Test
    void anAddressIsServedWhereAnotherIsFull() throws Exception {
        Limits limits = new Limits(1, Await.LIMIT, Await.LIMIT, Await.LIMIT);
        int full = listen(limits);
        int other = bind(connections.orElseThrow());
        connect(full);

        assertThat(call(connect(other))).contains("200 OK");
    }

    @Test
    void theLoginIsJudgedBeforeTheBodyIsRead() throws Exception {
        Socket socket = connect(listen(LIMITS));

        send(socket, "POST /RPC2 HTTP/1.1\r\nContent-Length: 1000000\r\n\r\n");

        assertThat(readAll(socket)).startsWith("HTTP/1.1 401 Unauthorized").contains("Connection: close");
    }

    @Test
    void theAnswerIsReadAlsoByWhoSendsAllOfTheBodyFirst() throws Exception {
        Socket socket = connect(listen(LIMITS));

        send(socket, "POST /RPC2 HTTP/1.1\r\nContent-Length: 1000000\r\n\r\n" + "x".repeat(1_000_000));

        assertThat(readAll(socket)).startsWith("HTTP/1.1 401 Unauthorized");
    }

    @Test
    void bodiesOfAllConnectionsTogetherAreBounded() throws Exception {
        int port = listen(LIMITS);
        memory.reserve(1 << 20);
        Socket socket = connect(port);

        send(socket, "POST /RPC2 HTTP/1.1\r\n" + LOGIN + "Content-Length: 100000\r\n\r\n");

        assertThat(readAll(socket)).startsWith("HTTP/1.1 503 ");
        assertThat(call(connect(port))).contains("200 OK");
    }

    @Test
    void aConnectionWithoutAWholeRequestEnds() throws Exception {
        int port = listen(new Limits(4, Duration.ofMillis(100), Await.LIMIT, Await.LIMIT));
        Socket silent = connect(port);
        Socket half = connect(port);
        String rest = "POST /RPC2 HTTP/1.1\r\n" + LOGIN + "Content-Length: 10\r\n\r\nabc";

        assertThat(endOf(silent, "")).isEmpty();
        assertThat(endOf(half, rest)).isEmpty();
    }

    /** It may be closed before all is sent. */
    private static String endOf(Socket socket, String sent) {
        try {
            send(socket, sent);
            return readAll(socket);
        } catch (IOException e) {
            return "";
        }
    }

    @Test
    void severalRequestsAtOnceAreAnsweredInTurn() throws Exception {
        Socket socket = connect(listen(LIMITS));
        String request = request("");

        send(socket, request + request + request.replace("HTTP/1.1", "HTTP/1.0"));

        assertThat(readAll(socket).split("HTTP/1.1 200 OK", -1)).hasSize(4);
    }

    @Test
    void aBodyIsAskedForOfWhoWaitsForThat() throws Exception {
        Socket socket = connect(listen(LIMITS));
        send(socket, request("Expect: 100-continue\r\nConnection: close\r\n").replace(CALL, ""));

        BufferedReader lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
        assertThat(lines.readLine()).isEqualTo("HTTP/1.1 100 Continue");
        assertThat(lines.readLine()).isEmpty();
        send(socket, CALL);
        assertThat(lines.readLine()).isEqualTo("HTTP/1.1 200 OK");
    }

    @Test
    void aLogIsNotFollowedForAClientThatHasGone() throws Exception {
        Path log = Files.writeString(directory.resolve("x.log"), "all that is in it\n");
        int port = listen(LIMITS, log);
        for (int i = 0; i < 2; i++) {
            follow(port, "200 OK");
        }
        follow(port, "503 Service Unavailable");

        for (Socket socket : sockets) {
            socket.close();
        }

        Await.until("the places of those that have gone", () -> follows(port));
    }

    private boolean follows(int port) {
        try {
            follow(port, "200 OK");
            return true;
        } catch (IOException | AssertionError e) {
            return false;
        }
    }

    private void follow(int port, String status) throws IOException {
        Socket socket = connect(port);
        send(socket, "GET /mainlogtail HTTP/1.1\r\n" + LOGIN + "\r\n");
        assertThat(read(socket)).contains(status);
    }

    private int listen(Limits limits) throws IOException {
        return listen(limits, directory);
    }

    private int listen(Limits limits, Path log) throws IOException {
        HttpServerConnections served = new HttpServerConnections(new FixedAnswers(log), memory, limits);
        connections = Optional.of(served);
        return bind(served);
    }

    private static int bind(HttpServerConnections served) throws IOException {
        ServerSocketChannel listening =
                ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        served.accept(listening, new BasicAuthenticator(Optional.of(new Login("user", "secret"))));
        return listening.socket().getLocalPort();
    }

    private Socket connect(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout((int) Await.LIMIT.toMillis());
        sockets.add(socket);
        return socket;
    }

    /** The answer to a call, which ends with its body. */
    private static String call(Socket socket) throws IOException {
        send(socket, request(""));
        StringBuilder answer = new StringBuilder();
        while (answer.indexOf(FixedAnswers.BODY) < 0) {
            String read = read(socket);
            assertThat(read).as("more after '%s'", answer).isNotEmpty();
            answer.append(read);
        }
        return answer.toString();
    }

    private static String request(String headers) {
        return "POST /RPC2 HTTP/1.1\r\n" + LOGIN + headers + "Content-Length: " + CALL.length() + "\r\n\r\n" + CALL;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(UTF_8));
    }

    /** What has come by now, or comes next; empty at the end. */
    private static String read(Socket socket) throws IOException {
        byte[] buffer = new byte[10_000];
        return new String(buffer, 0, Math.max(0, socket.getInputStream().read(buffer)), UTF_8);
    }

    /** All until the connection is closed. */
    private static String readAll(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }

    private record FixedAnswers(Path log) implements RequestHandler {

        static final String BODY = "answered\n";

        @Override
        public Optional<Path> followed(HttpServerRequest request) {
            return request.is("GET") ? Optional.of(log) : Optional.empty();
        }

        @Override
        public HttpServerResponse answer(HttpServerRequest request) {
            return HttpServerResponse.xml(BODY.getBytes(UTF_8));
        }
    }
}
