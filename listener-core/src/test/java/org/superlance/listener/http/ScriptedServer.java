package org.superlance.listener.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server on loopback or on a socket file that does to each connection what the test tells it to. */
public final class ScriptedServer implements Closeable {

    private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: (\\d+)");

    private final ServerSocketChannel server;
    private final Script script;
    private final List<Connection> connections = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();

    private ScriptedServer(ServerSocketChannel server, Script script) {
        this.server = server;
        this.script = script;
        start("scripted-server", this::accept);
    }

    public static ScriptedServer onTcp(Script script) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open();
        return new ScriptedServer(server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)), script);
    }

    public static ScriptedServer onSocketFile(Path path, Script script) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        return new ScriptedServer(server.bind(UnixDomainSocketAddress.of(path)), script);
    }

    /** Answers every request with the same bytes, and closes the connection after them. */
    public static ScriptedServer answering(String answer) throws IOException {
        return onTcp(saying(answer));
    }

    public static Script saying(String answer) {
        return connection -> {
            connection.readRequest();
            connection.say(answer);
        };
    }

    /** A complete answer with a body of the right length. */
    public static String ok(String body) {
        return "HTTP/1.1 200 OK\r\nContent-Length: " + body.getBytes(UTF_8).length + "\r\n\r\n" + body;
    }

    public int port() {
        try {
            return ((InetSocketAddress) server.getLocalAddress()).getPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Its address on the web, with a path. */
    public String url() {
        return "http://127.0.0.1:" + port() + "/";
    }

    public Endpoint endpoint() {
        return Endpoint.Tcp.plain("127.0.0.1", port());
    }

    public int connectionCount() {
        return connections.size();
    }

    public List<String> requests() {
        return requests;
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Connection connection : connections) {
            connection.channel.close();
        }
    }

    private void accept() throws Exception {
        while (true) {
            Connection connection = new Connection(server.accept());
            connections.add(connection);
            start("scripted-connection", () -> {
                try (connection.channel) {
                    script.serve(connection);
                }
            });
        }
    }

    private static void start(String name, Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (ClosedChannelException e) {
                        // the end of the test
                    } catch (Exception e) {
                        // the client hung up, which is what most scripts provoke
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }

    /** What happens to a connection; when it returns, the connection is closed. */
    public interface Script {
        void serve(Connection connection) throws Exception;
    }

    private interface Work {
        void run() throws Exception;
    }

    /** One connection, as the server sees it. */
    public final class Connection {
        private final SocketChannel channel;
        private final InputStream in;

        private Connection(SocketChannel channel) {
            this.channel = channel;
            this.in = Channels.newInputStream(channel);
        }

        /** Which connection it is, from 1. */
        public int number() {
            return connections.indexOf(this) + 1;
        }

        /** Head and body of the next request. */
        public String readRequest() throws IOException {
            StringBuilder text = new StringBuilder();
            while (text.indexOf("\r\n\r\n") < 0) {
                text.append((char) next());
            }
            Matcher length = LENGTH.matcher(text);
            byte[] body = in.readNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0);
            requests.add(text + new String(body, UTF_8));
            return requests.get(requests.size() - 1);
        }

        /** The next line, without its end. */
        public String readLine() throws IOException {
            StringBuilder line = new StringBuilder();
            for (int next = next(); next != '\n'; next = next()) {
                line.append((char) next);
            }
            requests.add(line.toString().strip());
            return line.toString().strip();
        }

        public void say(String text) throws IOException {
            say(text.getBytes(UTF_8));
        }

        public void say(byte[] bytes) throws IOException {
            for (ByteBuffer buffer = ByteBuffer.wrap(bytes); buffer.hasRemaining(); ) {
                channel.write(buffer);
            }
        }

        /** Waits until the client hangs up. */
        public void awaitHangUp() throws IOException {
            while (in.read() >= 0) {
                // what else it says does not matter
            }
        }

        private int next() throws IOException {
            int next = in.read();
            if (next < 0) {
                throw new ClosedChannelException();
            }
            return next;
        }
    }
}
