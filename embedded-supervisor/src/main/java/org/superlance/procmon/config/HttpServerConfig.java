package org.superlance.procmon.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A section {@code [unix_http_server]} or {@code [inet_http_server]}.
 *
 * @param section its name
 * @param login the login required; empty for none
 */
public record HttpServerConfig(String section, Place place, Optional<Login> login) {

    /** The address to listen at. */
    public sealed interface Place {

        /** The URL for {@code SUPERVISOR_SERVER_URL}. */
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

    /** @param password in plain text, or {@code {SHA}} and its SHA-1 in hexadecimal; never shown */
    public record Login(String user, String password) {
        @Override
        public String toString() {
            return user;
        }
    }
}
