package org.superlance.procmon.rpc;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.config.ConfigException;
import org.superlance.procmon.config.HttpSpec;
import org.superlance.procmon.config.ServerSpec;
import org.superlance.procmon.server.Server;

/** Answers calls until it is closed. */
public final class RpcServer implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(RpcServer.class);

    private final HttpServerConnections connections;
    private final List<Path> socketFiles = new ArrayList<>();

    /** Reads the configuration again. */
    public interface Source {
        ServerSpec read() throws ConfigException;
    }

    /**
     * Does not listen yet.
     *
     * @param source is asked when a call wants the configuration to be read again
     */
    public RpcServer(Server server, Source source, Clock clock) {
        MainLoopInvoker invoker = new MainLoopInvoker(server);
        RpcMethods rpcMethods = new RpcMethods();
        new ActionMethods(invoker).addTo(rpcMethods.byName());
        new ProcessInfoMethods(invoker, clock).addTo(rpcMethods.byName());
        new LogMethods(invoker, new LogFileReader()).addTo(rpcMethods.byName());
        new SupervisorMethods(invoker, source).addTo(rpcMethods.byName());
        this.connections = new HttpServerConnections(new HttpRouter(rpcMethods, invoker));
    }

    /** @throws ListenException if it is not possible, or somebody else does already */
    public void listen(HttpSpec spec) throws ListenException {
        if (spec.place() instanceof HttpSpec.SocketFile file) {
            connections.accept(SocketFiles.listen(file), new BasicAuthenticator(spec.login()));
            socketFiles.add(file.path());
        } else if (spec.place() instanceof HttpSpec.Port port) {
            connections.accept(port(port), new BasicAuthenticator(spec.login()));
        }
    }

    private static ServerSocketChannel port(HttpSpec.Port place) throws ListenException {
        try {
            InetSocketAddress address = place.host().isEmpty()
                    ? new InetSocketAddress(place.port())
                    : new InetSocketAddress(place.host(), place.port());
            return ServerSocketChannel.open().bind(address);
        } catch (IOException | RuntimeException e) {
            throw new ListenException(
                    "cannot listen at " + place.url() + " (" + e.getMessage()
                            + "); shut down what listens there, or write another port",
                    e);
        }
    }

    /** Ends all calls, and removes the socket files. */
    @Override
    public void close() {
        connections.close();
        for (Path file : socketFiles) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                LOG.warn("The socket file {} cannot be removed: {}", file, e.getMessage());
            }
        }
    }

    /** It cannot be listened where the configuration says. The message is one sentence for an operator. */
    public static final class ListenException extends Exception {

        private static final long serialVersionUID = 1L;

        ListenException(String sentence) {
            super(sentence);
        }

        ListenException(String sentence, Throwable cause) {
            super(sentence, cause);
        }
    }
}
