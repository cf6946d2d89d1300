package org.superlance.procmon.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where calls are answered.
 *
 * @param section whose settings these are
 * @param login who may call; empty for everybody who can connect
 */
public record HttpSpec(String section, Place place, Optional<Login> login) {

    /** What to listen at. */
    public sealed interface Place {

        /** As processes are told of it. */
        String url();
    }

    /**
     * A socket file.
     *
     * @param permissions in octal digits
     * @param owner {@code user} or {@code user:group}
     */
    public record SocketFile(Path path, String permissions, Optional<String> owner) implements Place {
        @Override
        public String url() {
            return "unix://" + path;
        }
    }

    /** @param host empty for every address of this machine */
    public record Port(String host, int port) implements Place {
        @Override
        public String url() {
            return "http://" + (host.isEmpty() ? "localhost" : host) + ":" + port;
        }
    }

    /** @param password in plain text, or {@code {SHA}} and the hexadecimal digits of its SHA-1; never shown */
    public record Login(String user, String password) {
        @Override
        public String toString() {
            return user;
        }
    }
}
