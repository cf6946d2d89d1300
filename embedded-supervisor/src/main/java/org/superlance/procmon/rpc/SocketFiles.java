package org.superlance.procmon.rpc;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipalLookupService;
import org.superlance.procmon.config.HttpSpec.SocketFile;
import org.superlance.procmon.rpc.RpcServer.ListenException;

/**
 * Makes socket files. One gets its permissions before it gets its name, so that at no time others can connect; it takes
 * the place of one that nobody listens at any more, but never of one that somebody does.
 */
final class SocketFiles {

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
                    "cannot make the socket file " + socket.path() + " (" + e.getMessage()
                            + "); check that its directory is there and may be written, and that its path is short",
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
                        "another program is already listening at the socket file " + name
                                + "; shut it down first, or name another file",
                        e);
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
