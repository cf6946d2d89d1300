package org.superlance.httpok;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;

/** A port of the loopback interface where nobody listens, nor can, except who sets {@code SO_REUSEPORT}. */
final class ReservedPort implements AutoCloseable {

    private final Socket socket = new Socket();

    ReservedPort() throws IOException {
        socket.setOption(StandardSocketOptions.SO_REUSEPORT, true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    int number() {
        return socket.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
