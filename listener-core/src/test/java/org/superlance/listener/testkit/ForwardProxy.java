package org.superlance.listener.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP proxy on loopback: passes every request on to one port of loopback, whatever host it names, by {@code CONNECT}
 * or by an absolute URL.
 */
public final class ForwardProxy implements AutoCloseable {

    private final ServerSocket server;
    private final int target;
    private final @Nullable String refusal;
    private final List<String> heads = new CopyOnWriteArrayList<>();
    private final List<Closeable> open = new CopyOnWriteArrayList<>();

    private ForwardProxy(int target, @Nullable String refusal) {
        this.target = target;
        this.refusal = refusal;
        try {
            server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(this::accept);
    }

    /** One that takes everything to that port. */
    public static ForwardProxy to(int port) {
        return new ForwardProxy(port, null);
    }

    /** One that gives everybody this answer. */
    public static ForwardProxy refusing(String answer) {
        return new ForwardProxy(0, answer);
    }

    public int port() {
        return server.getLocalPort();
    }

    /** What it was asked, each up to the empty line. */
    public List<String> heads() {
        return heads;
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = server.accept();
            open.add(client);
            start(() -> serve(client));
        }
    }

    private void serve(Socket client) throws IOException {
        String head = head(client.getInputStream());
        heads.add(head);
        if (refusal != null) {
            client.getOutputStream().write(refusal.getBytes(ISO_8859_1));
            client.close();
            return;
        }
        Socket there = new Socket(InetAddress.getLoopbackAddress(), target);
        open.add(there);
        if (head.startsWith("CONNECT ")) {
            client.getOutputStream().write("HTTP/1.1 200 Connection established\r\n\r\n".getBytes(ISO_8859_1));
        } else {
            String own = head.replaceFirst("http://[^/ ]*", "");
            there.getOutputStream().write(own.getBytes(ISO_8859_1));
        }
        start(() -> {
            there.getInputStream().transferTo(client.getOutputStream());
            client.shutdownOutput();
        });
        client.getInputStream().transferTo(there.getOutputStream());
        there.shutdownOutput();
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int read = in.read();
            if (read < 0) {
                throw new IOException("half a request");
            }
            head.append((char) read);
        }
        return head.toString();
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void start(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException e) {
                // the other side, or the test, has ended it
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        open.add(server);
        for (Closeable one : open) {
            try {
                one.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
