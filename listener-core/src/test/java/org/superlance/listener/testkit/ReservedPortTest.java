package org.superlance.listener.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Test;

class ReservedPortTest {

    private static final InetAddress HERE = InetAddress.getLoopbackAddress();

    @Test
    void nobodyListensThereUntilAServerIsToldTo() throws Exception {
        try (ReservedPort port = new ReservedPort()) {
            assertThatThrownBy(() -> new Socket(HERE, port.number()).close()).isInstanceOf(ConnectException.class);

            try (ServerSocket server = new ServerSocket(port.number(), 1, HERE);
                    Socket client = new Socket(HERE, port.number());
                    Socket accepted = server.accept()) {
                assertThat(accepted.getPort()).isEqualTo(client.getLocalPort());
            }
        }
    }
}
