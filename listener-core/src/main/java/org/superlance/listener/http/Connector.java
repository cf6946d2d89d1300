package org.superlance.listener.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.regex.Pattern;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import jdk.net.ExtendedSocketOptions;
import org.superlance.listener.util.Ascii;
import org.superlance.listener.util.TextSanitizer;
import org.superlance.listener.util.Threads;

/** Opens connections, within a time limit that includes name lookup and TLS handshake. */
final class Connector {

    /** A peer that vanished is detected after about a minute of silence: 30 s, then three probes. */
    private static final int KEEP_IDLE_SECONDS = 30;

    private static final int KEEP_INTERVAL_SECONDS = 10;
    private static final int KEEP_PROBES = 3;

    private Connector() {}

    static HttpConnection connect(Endpoint endpoint, CallTimeout timeout) throws IOException {
        if (endpoint instanceof Endpoint.Unix unix) {
            return unix(unix, timeout);
        }
        Endpoint.Tcp tcp;
        Socket socket;
        if (endpoint instanceof Endpoint.Proxied proxied) {
            tcp = proxied.server();
            socket = connect(proxied.proxy(), timeout);
            if (tcp.tls() != null) {
                Tunnel.open(socket, proxied);
            }
        } else {
            tcp = (Endpoint.Tcp) endpoint;
            socket = connect(tcp, timeout);
        }
        Endpoint.Tls tls = tcp.tls();
        return tls == null
                ? new HttpConnection(socket.getInputStream(), socket.getOutputStream(), List.of(), socket)
                : encrypt(socket, tcp, tls);
    }

    /**
     * Has the JVM load what the first connection to a socket file begins with: providers of random numbers, which no other
     * connection needs. Connects to nobody.
     */
    static void prepare(Endpoint endpoint) throws IOException {
        if (endpoint instanceof Endpoint.Unix) {
            SocketChannel.open(StandardProtocolFamily.UNIX).close();
        }
    }

    private static HttpConnection unix(Endpoint.Unix unix, CallTimeout timeout) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        timeout.register(channel);
        try {
            channel.connect(UnixDomainSocketAddress.of(unix.socket()));
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        return new HttpConnection(
                Channels.newInputStream(channel), Channels.newOutputStream(channel), List.of(), channel);
    }

    private static Socket connect(Endpoint.Tcp tcp, CallTimeout timeout) throws IOException {
        InetAddress[] addresses = lookUp(tcp.host(), timeout);
        // a dead address must leave time for the next one: localhost is often both ::1 and 127.0.0.1
        int share = (int) Math.min(Integer.MAX_VALUE, 1 + timeout.limit().toMillis() / addresses.length);
        IOException last = new UnknownHostException(tcp.host());
        for (InetAddress address : addresses) {
            Socket socket = new Socket();
            timeout.register(socket);
            try {
                tune(socket);
                socket.connect(new InetSocketAddress(address, tcp.port()), share);
                return socket;
            } catch (IOException e) {
                socket.close();
                last = e;
            }
        }
        throw last;
    }

    private static void tune(Socket socket) throws IOException {
        socket.setTcpNoDelay(true);
        socket.setKeepAlive(true);
        if (socket.supportedOptions().contains(ExtendedSocketOptions.TCP_KEEPIDLE)) {
            socket.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
            socket.setOption(ExtendedSocketOptions.TCP_KEEPIDLE, KEEP_IDLE_SECONDS);
            socket.setOption(ExtendedSocketOptions.TCP_KEEPINTERVAL, KEEP_INTERVAL_SECONDS);
            socket.setOption(ExtendedSocketOptions.TCP_KEEPCOUNT, KEEP_PROBES);
        }
    }

    /** A lookup cannot be interrupted, so it gets a thread of its own that may be left behind. */
    private static InetAddress[] lookUp(String host, CallTimeout timeout) throws IOException {
        if (isAddress(host)) {
            return InetAddress.getAllByName(host);
        }
        FutureTask<InetAddress[]> lookup = new FutureTask<>(() -> InetAddress.getAllByName(host));
        timeout.register(() -> lookup.cancel(false));
        Threads.start("name-lookup", lookup);
        try {
            return lookup.get();
        } catch (ExecutionException | CancellationException e) {
            throw unknown(host, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unknown(host, e);
        }
    }

    /** Whether it is no name: of digits and points, or IPv6. */
    private static boolean isAddress(String host) {
        return host.indexOf(':') >= 0 || Ascii.consistsOf(host, Ascii.DIGITS + ".");
    }

    private static UnknownHostException unknown(String host, Exception cause) {
        UnknownHostException unknown = new UnknownHostException(host);
        unknown.initCause(cause);
        return unknown;
    }

    private static HttpConnection encrypt(Socket plain, Endpoint.Tcp tcp, Endpoint.Tls tls) throws IOException {
        try {
            SSLSocket socket = (SSLSocket) tls.sockets().get().createSocket(plain, tcp.host(), tcp.port(), true);
            socket.setSSLParameters(parameters(socket.getSSLParameters(), tcp.host(), tls.verifyHost()));
            socket.startHandshake();
            // the plain socket is what gets closed: closing the other one wants to write, and may block on it
            return new HttpConnection(
                    socket.getInputStream(),
                    socket.getOutputStream(),
                    List.of(socket.getSession().getPeerCertificates()),
                    plain);
        } catch (IOException | IllegalArgumentException e) {
            plain.close();
            throw e instanceof IOException io
                    ? io
                    : new IOException("'" + tcp.host() + "' is not a valid host name" + " for TLS", e);
        }
    }

    private static SSLParameters parameters(SSLParameters parameters, String host, boolean verifyHost) {
        if (verifyHost) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        if (!isAddress(host)) {
            parameters.setServerNames(List.of(new SNIHostName(host)));
        }
        return parameters;
    }

    /** A way through a proxy. */
    private static final class Tunnel {

        private static final Pattern OPEN = Pattern.compile("HTTP/1\\.[01] 2[0-9]{2}\\b");
        private static final int MAX_HEAD = 16 << 10;
        private static final int MAX_STATUS_LINE = 200;

        private Tunnel() {}

        /**
         * Has the proxy connect the socket to the server.
         *
         * <p>Source: RFC 9110, 9.3.6.
         */
        static void open(Socket socket, Endpoint.Proxied proxied) throws IOException {
            try {
                String authorization = proxied.authorization()
                        .map(value -> "Proxy-Authorization: " + value + "\r\n")
                        .orElse("");
                String request =
                        "CONNECT %1$s HTTP/1.1\r\nHost: %1$s\r\n%2$s\r\n".formatted(proxied.server(), authorization);
                socket.getOutputStream().write(request.getBytes(ISO_8859_1));
                String head = head(socket.getInputStream());
                if (!OPEN.matcher(head).lookingAt()) {
                    throw new IOException("the proxy answered "
                            + TextSanitizer.singleLine(head.split("\r?\n", 2)[0], MAX_STATUS_LINE));
                }
            } catch (IOException e) {
                socket.close();
                throw e;
            }
        }

        /** Up to the empty line, and not a byte more: what follows is of the server. */
        private static String head(InputStream in) throws IOException {
            StringBuilder head = new StringBuilder();
            while (head.length() < MAX_HEAD) {
                int read = in.read();
                if (read < 0) {
                    throw new EOFException("the proxy closed the connection");
                }
                head.append((char) read);
                if (read == '\n'
                        && (head.toString().endsWith("\r\n\r\n")
                                || head.toString().endsWith("\n\n"))) {
                    return head.toString();
                }
            }
            throw new IOException("the proxy did not answer with HTTP");
        }
    }
}
