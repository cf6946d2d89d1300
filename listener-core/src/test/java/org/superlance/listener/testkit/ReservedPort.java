package org.superlance.listener.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * A port of the loopback interface that nobody listens at, until a server of the test is told to. No other program and
 * no connection gets it meanwhile.
 */
public final class ReservedPort implements AutoCloseable {

    private final Socket socket = new Socket();

    public ReservedPort() {
        try {
            // so that a server may have the port besides this socket, which never listens
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        } catch (IOException e) {
            throw new UncheckedIOException("no free port", e);
        }
    }

    public int number() {
        return socket.getLocalPort();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
