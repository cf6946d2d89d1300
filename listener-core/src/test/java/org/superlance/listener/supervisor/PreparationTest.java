package org.superlance.listener.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superlance.listener.supervisor.XmlRpcSupervisorClient.RpcTimeouts;

class PreparationTest {

    @Test
    void connectsToNoSocketFile(@TempDir Path directory) throws IOException {
        Path socket = directory.resolve("s");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            assertIsLeftAlone(server, "unix://" + socket);
        }
    }

    @Test
    void connectsToNoPort() throws IOException {
        try (ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            int port = ((InetSocketAddress) server.getLocalAddress()).getPort();
            assertIsLeftAlone(server, "http://127.0.0.1:" + port);
        }
    }

    /** So that what follows says what is wrong. */
    @Test
    void passesOverAServerThatIsNotThere(@TempDir Path directory) {
        try (XmlRpcSupervisorClient supervisor = client("unix://" + directory.resolve("missing"))) {
            supervisor.prepare();
            assertThat(supervisor.state()).isInstanceOf(RpcResult.NoResponse.class);
        }
    }

    private static void assertIsLeftAlone(ServerSocketChannel server, String url) throws IOException {
        server.configureBlocking(false);
        try (XmlRpcSupervisorClient supervisor = client(url)) {
            supervisor.prepare();
            assertThat(server.accept()).isNull();
        }
    }

    private static XmlRpcSupervisorClient client(String url) {
        return new XmlRpcSupervisorClient(ServerUrl.parse(url), RpcTimeouts.standard());
    }
}
