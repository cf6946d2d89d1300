package org.superlance.procmon.rpc;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.config.ConfigException;
import org.superlance.procmon.config.EmbeddedServerConfig;
import org.superlance.procmon.config.HttpServerConfig;
import org.superlance.procmon.config.HttpServerConfig.SocketFile;
import org.superlance.procmon.rpc.HttpServerConnections.BasicAuthenticator;
import org.superlance.procmon.rpc.LogMethods.LogFileReader;
import org.superlance.procmon.server.Server;

/** Serves XML-RPC until it is closed. */
public final class RpcServer implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(RpcServer.class);

    private final HttpServerConnections connections;
    private final RequestGuard guard = new RequestGuard(new SecureRandom());
    private final String host;
    private final List<Path> socketFiles = new ArrayList<>();

    /** Rereads the configuration. */
    public interface Source {
        EmbeddedServerConfig read() throws ConfigException;
    }

    /**
     * Does not listen yet.
     *
     * @param source for the methods that reread the configuration
     * @param host the name of this machine
     */
    public RpcServer(Server server, Source source, String host, Clock clock) {
        this.host = host;
        MainLoopInvoker invoker = new MainLoopInvoker(server);
        MemoryBudget memory = MemoryBudget.ofHeap();
        RpcMethods rpcMethods = new RpcMethods(memory);
        new ActionMethods(invoker).addTo(rpcMethods.byName());
        new ProcessInfoMethods(invoker, clock).addTo(rpcMethods.byName());
        new LogMethods(invoker, new LogFileReader(memory)).addTo(rpcMethods.byName());
        new SupervisorMethods(invoker, source).addTo(rpcMethods.byName());
        WebPages pages = new WebPages(rpcMethods, invoker, guard, host, clock);
        HttpRouter router = new HttpRouter(rpcMethods, invoker, pages, guard);
        this.connections = new HttpServerConnections(router, memory, HttpServerConnections.Limits.DEFAULT);
    }

    /** @throws ListenException if that fails, or another process listens there already */
    public void listen(HttpServerConfig spec) throws ListenException {
        if (spec.place() instanceof HttpServerConfig.SocketFile file) {
            connections.accept(SocketFiles.listen(file), new BasicAuthenticator(spec.login()));
            socketFiles.add(file.path());
        } else if (spec.place() instanceof HttpServerConfig.Port port) {
            if (spec.login().isEmpty()) {
                guard.restrictHosts(host, host.split("\\.", 2)[0], port.host());
            }
            connections.accept(port(port), new BasicAuthenticator(spec.login()));
        }
    }

    private static ServerSocketChannel port(HttpServerConfig.Port place) throws ListenException {
        try {
            InetSocketAddress address = place.host().isEmpty()
                    ? new InetSocketAddress(place.port())
                    : new InetSocketAddress(place.host(), place.port());
            return ServerSocketChannel.open().bind(address);
        } catch (IOException | RuntimeException e) {
            throw new ListenException(
                    "cannot listen at " + place.url() + " (" + e.getMessage()
                            + "); shut down what listens there, or use another port",
                    e);
        }
    }

    /** Closes all connections and removes the socket files. */
    @Override
    public void close() {
        connections.close();
        for (Path file : socketFiles) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                LOG.warn("cannot remove socket file {}: {}", file, e.getMessage());
            }
        }
    }

    /** The server cannot listen at a configured address. The message is for an operator. */
    public static final class ListenException extends Exception {

        private static final long serialVersionUID = 1L;

        ListenException(String sentence) {
            super(sentence);
        }

        ListenException(String sentence, Throwable cause) {
            super(sentence, cause);
        }
    }

    /**
     * Creates socket files. A file gets its permissions before its name, so that others can never connect. It replaces a
     * stale socket file, but none that a process listens at.
     */
    private static final class SocketFiles {

        private SocketFiles() {}

        static ServerSocketChannel listen(SocketFile socket) throws ListenException {
            Path unnamed =
                    socket.path().resolveSibling("." + ProcessHandle.current().pid());
            try {
                Files.deleteIfExists(unnamed);
                ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
                try {
                    channel.bind(UnixDomainSocketAddress.of(unnamed));
                    protect(unnamed, socket);
                    giveName(unnamed, socket.path());
                    return channel;
                } catch (IOException | ListenException | RuntimeException e) {
                    channel.close();
                    throw e;
                } finally {
                    Files.deleteIfExists(unnamed);
                }
            } catch (IOException | RuntimeException e) {
                throw new ListenException(
                        "cannot create socket file " + socket.path() + " (" + e.getMessage()
                                + "); check that its directory exists and is writable, and that the path is short",
                        e);
            }
        }

        private static void protect(Path unnamed, SocketFile socket) throws IOException {
            Files.setAttribute(unnamed, "unix:mode", Integer.parseInt(socket.permissions(), 8));
            if (socket.owner().isPresent()) {
                String[] owner = socket.owner().get().split(":", 2);
                UserPrincipalLookupService names = unnamed.getFileSystem().getUserPrincipalLookupService();
                Files.setAttribute(unnamed, "posix:owner", names.lookupPrincipalByName(owner[0]));
                if (owner.length > 1) {
                    Files.setAttribute(unnamed, "posix:group", names.lookupPrincipalByGroupName(owner[1]));
                }
            }
        }

        private static void giveName(Path unnamed, Path name) throws IOException, ListenException {
            try {
                Files.createLink(name, unnamed);
            } catch (FileAlreadyExistsException e) {
                if (isInUse(name)) {
                    throw new ListenException(
                            "another program is already listening at socket file " + name
                                    + "; shut it down first, or use another file",
                            e);
                }
                if (!Files.readAttributes(name, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                        .isOther()) {
                    throw new ListenException(name + " exists and is no socket; remove it, or use another file", e);
                }
                Files.delete(name);
                Files.createLink(name, unnamed);
            }
        }

        private static boolean isInUse(Path socket) {
            try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
                return channel.connect(UnixDomainSocketAddress.of(socket));
            } catch (IOException e) {
                return false;
            }
        }
    }
}
