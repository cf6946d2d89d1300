package org.superlance.httpok;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/** A server that reads the head of a request and then does what the test says. */
final class ScriptedHttpServer implements AutoCloseable {

    private static final long BETWEEN_DRIPS = Duration.ofMillis(50).toNanos();

    private final ServerSocketChannel server;
    private final Script script;
    private final List<String> requests = new CopyOnWriteArrayList<>();

    private ScriptedHttpServer(ServerSocketChannel server, Script script) {
        this.server = server;
        this.script = script;
        start(this::accept);
    }

    static ScriptedHttpServer onTcp(Script script) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open();
        return new ScriptedHttpServer(server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)), script);
    }

    static ScriptedHttpServer onSocketFile(Path file, Script script) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        return new ScriptedHttpServer(server.bind(UnixDomainSocketAddress.of(file)), script);
    }

    static ScriptedHttpServer answering(String answer) throws IOException {
        return onTcp(connection -> connection.say(answer));
    }

    static String ok(String body) {
        return "HTTP/1.1 200 OK\r\nContent-Length: " + body.getBytes(UTF_8).length + "\r\n\r\n" + body;
    }

    static Script endless(String piece) {
        return connection -> {
            connection.say("HTTP/1.1 200 OK\r\n\r\n");
            while (true) {
                connection.say(piece.repeat(4_096));
            }
        };
    }

    static Script dripping() {
        return connection -> {
            connection.say("HTTP/1.1 200 OK\r\n\r\n");
            while (true) {
                connection.say("x");
                LockSupport.parkNanos(BETWEEN_DRIPS);
            }
        };
    }

    int port() {
        try {
            return ((InetSocketAddress) server.getLocalAddress()).getPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    ProbeUrl url() {
        return ProbeUrl.parse("http://127.0.0.1:" + port() + "/");
    }

    List<String> requests() {
        return requests;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private void accept() throws IOException {
        while (true) {
            SocketChannel channel = server.accept();
            start(() -> {
                try (channel) {
                    Connection connection = new Connection(channel);
                    connection.readHead();
                    requests.add(connection.head);
                    script.serve(connection);
                }
            });
        }
    }

    private static void start(Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException e) {
                        // the client or the test has hung up, which is what most scripts wait for
                    }
                },
                "little-server");
        thread.setDaemon(true);
        thread.start();
    }

    interface Script {
        void serve(Connection connection) throws IOException;
    }

    private interface Work {
        void run() throws IOException;
    }

    /** One connection, as the server sees it. */
    static final class Connection {
        private final SocketChannel channel;
        private final InputStream in;
        private String head = "";

        private Connection(SocketChannel channel) {
            this.channel = channel;
            this.in = Channels.newInputStream(channel);
        }

        void say(String text) throws IOException {
            say(text.getBytes(UTF_8));
        }

        void say(byte[] bytes) throws IOException {
            for (ByteBuffer buffer = ByteBuffer.wrap(bytes); buffer.hasRemaining(); ) {
                channel.write(buffer);
            }
        }

        void awaitHangUp() throws IOException {
            in.skipNBytes(Long.MAX_VALUE);
        }

        /** Of the request: {@code /} and what follows. */
        String path() {
            return head.split(" ", 3)[1];
        }

        private void readHead() throws IOException {
            StringBuilder read = new StringBuilder();
            while (read.indexOf("\r\n\r\n") < 0) {
                int next = in.read();
                if (next < 0) {
                    throw new IOException("hung up");
                }
                read.append(new String(new byte[] {(byte) next}, ISO_8859_1));
            }
            head = read.toString();
        }
    }
}
