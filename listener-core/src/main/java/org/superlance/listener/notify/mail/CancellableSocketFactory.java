package org.superlance.listener.notify.mail;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocketFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sockets of one session, so that another thread can end it: a blocked read ends only when its socket is closed.
 */
final class CancellableSocketFactory implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CancellableSocketFactory.class);

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
            return remember(new Socket());
        }

        @Override
        public Socket createSocket(String host, int port) throws IOException {
            return remember(new Socket(host, port));
        }

        @Override
        public Socket createSocket(InetAddress host, int port) throws IOException {
            return remember(new Socket(host, port));
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress from, int fromPort) throws IOException {
            return remember(new Socket(host, port, from, fromPort));
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort) throws IOException {
            return remember(new Socket(host, port, from, fromPort));
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
