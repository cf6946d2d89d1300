package org.superlance.listener.notify.mail;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.util.ByteSize;

/**
 * The sockets of one session, so that another thread can end it: a blocked read ends only when its socket is closed. A server
 * that sends more than {@link #LIMIT} in one session is not read any further, since a reply is kept in memory as a whole.
 */
final class CancellableSocketFactory implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CancellableSocketFactory.class);

    /** How much one server may send in one session; with some hundred recipients it is a tenth of that. */
    static final ByteSize LIMIT = ByteSize.ofBytes(1 << 20);

    private final AtomicLong received = new AtomicLong();
    private final List<Socket> sockets = new ArrayList<>();
    private boolean closed;

    SocketFactory plain() {
        return new Plain();
    }

    SSLSocketFactory tls(SSLSocketFactory delegate) {
        return new Tls(delegate);
    }

    @Override
    public synchronized void close() {
        closed = true;
        sockets.forEach(CancellableSocketFactory::close);
    }

    /** Whether the server has sent more than it may. */
    boolean isExceeded() {
        return received.get() > LIMIT.bytes();
    }

    /** The address of this machine on the newest connection; empty if there is none. */
    synchronized Optional<InetAddress> localAddress() {
        return sockets.stream()
                .filter(Socket::isConnected)
                .map(Socket::getLocalAddress)
                .reduce((one, later) -> later);
    }

    private synchronized Socket remember(Socket socket) {
        sockets.add(socket);
        if (closed) {
            close(socket);
        }
        return socket;
    }

    /** A connection whose bytes are counted. */
    private final class CountedSocket extends Socket {

        @Override
        public InputStream getInputStream() throws IOException {
            return new CountedStream(super.getInputStream());
        }
    }

    private final class CountedStream extends FilterInputStream {

        CountedStream(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int one = super.read();
            count(one < 0 ? 0 : 1);
            return one;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            int read = super.read(bytes, from, length);
            count(Math.max(0, read));
            return read;
        }

        private void count(int more) throws IOException {
            if (received.addAndGet(more) > LIMIT.bytes()) {
                throw new IOException("the server sent more than " + LIMIT);
            }
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("cannot close a connection to a mail server: {}", e.getMessage());
        }
    }

    private final class Plain extends SocketFactory {

        @Override
        public Socket createSocket() {
            return remember(new CountedSocket());
        }

        @Override
        public Socket createSocket(String host, int port) throws IOException {
            return connect(new InetSocketAddress(host, port), null);
        }

        @Override
        public Socket createSocket(InetAddress host, int port) throws IOException {
            return connect(new InetSocketAddress(host, port), null);
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress from, int fromPort) throws IOException {
            return connect(new InetSocketAddress(host, port), new InetSocketAddress(from, fromPort));
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort) throws IOException {
            return connect(new InetSocketAddress(host, port), new InetSocketAddress(from, fromPort));
        }

        private Socket connect(InetSocketAddress server, @Nullable InetSocketAddress from) throws IOException {
            Socket socket = createSocket();
            if (from != null) {
                socket.bind(from);
            }
            socket.connect(server);
            return socket;
        }
    }

    private final class Tls extends SSLSocketFactory {

        private final SSLSocketFactory delegate;

        Tls(SSLSocketFactory delegate) {
            this.delegate = delegate;
        }

        @Override
        public Socket createSocket(Socket plain, String host, int port, boolean autoClose) throws IOException {
            return delegate.createSocket(remember(plain), host, port, autoClose);
        }

        @Override
        public Socket createSocket() throws IOException {
            return remember(delegate.createSocket());
        }

        @Override
        public Socket createSocket(String host, int port) throws IOException {
            return remember(delegate.createSocket(host, port));
        }

        @Override
        public Socket createSocket(InetAddress host, int port) throws IOException {
            return remember(delegate.createSocket(host, port));
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress from, int fromPort) throws IOException {
            return remember(delegate.createSocket(host, port, from, fromPort));
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort) throws IOException {
            return remember(delegate.createSocket(host, port, from, fromPort));
        }

        @Override
        public String[] getDefaultCipherSuites() {
            return delegate.getDefaultCipherSuites();
        }

        @Override
        public String[] getSupportedCipherSuites() {
            return delegate.getSupportedCipherSuites();
        }
    }
}
