package org.superlance.listener.http;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import org.superlance.listener.util.Ascii;
import org.superlance.listener.util.TextSanitizer;

/** Where a server listens; its string form is how messages name it. */
public sealed interface Endpoint {

    /** The value of the Host header. */
    String hostHeader();

    /**
     * A TCP port.
     *
     * @param host a name or an address; an IPv6 address without brackets
     * @param tls how to encrypt, or null for plain HTTP
     */
    record Tcp(String host, int port, @Nullable Tls tls) implements Endpoint {

        private static final int HTTP = 80;
        private static final int HTTPS = 443;

        public Tcp {
            if (!Ascii.isVisible(host)) {
                throw new IllegalArgumentException("'" + TextSanitizer.excerpt(host) + "' is not a host name");
            }
            if (port < 1 || port > 65_535) {
                throw new IllegalArgumentException("port " + port + " is not a number from 1 to 65535");
            }
        }

        /**
         * The host and port of a URL; without a port, the default one of HTTP or HTTPS.
         *
         * @throws IllegalArgumentException with a clause that shows neither user nor password
         */
        public static Tcp of(URI url, @Nullable Tls tls) {
            String host = url.getHost();
            return new Tcp(
                    host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
                    url.getPort() >= 0 ? url.getPort() : tls == null ? HTTP : HTTPS,
                    tls);
        }

        public static Tcp plain(String host, int port) {
            return new Tcp(host, port, null);
        }

        @Override
        public String hostHeader() {
            return port == (tls == null ? HTTP : HTTPS) ? bracketed() : toString();
        }

        @Override
        public String toString() {
            return bracketed() + ":" + port;
        }

        private String bracketed() {
            return host.indexOf(':') < 0 ? host : "[" + host + "]";
        }
    }

    /**
     * A TCP port that is reached through an HTTP proxy, which also looks up its name.
     *
     * @param credentials for the proxy; empty for one that asks for none
     */
    record Proxied(Tcp server, Tcp proxy, Optional<Credentials> credentials) implements Endpoint {

        @Override
        public String hostHeader() {
            return server.hostHeader();
        }

        /** The value of the header for the proxy, if it needs one. */
        Optional<String> authorization() {
            return credentials.map(Credentials::header);
        }

        @Override
        public String toString() {
            return server + " through proxy " + proxy;
        }
    }

    /**
     * How to encrypt.
     *
     * @param sockets decides which certificates are trusted; asked for the first connection, because to read the
     *     certificates of the machine costs more than all else before READY
     * @param verifyHost whether the certificate must name the host
     */
    record Tls(Supplier<SSLSocketFactory> sockets, boolean verifyHost) {

        public Tls(SSLSocketFactory sockets, boolean verifyHost) {
            this(() -> sockets, verifyHost);
        }

        /** Trusts what this machine does, if it names the host. */
        public static Tls ofMachine() {
            return new Tls(() -> (SSLSocketFactory) SSLSocketFactory.getDefault(), true);
        }
    }

    /**
     * The socket file of a server on this machine.
     *
     * @param hostHeader which of its sites is meant; a server that has only one does not care
     */
    record Unix(Path socket, String hostHeader) implements Endpoint {

        public Unix(Path socket) {
            this(socket, "localhost");
        }

        @Override
        public String toString() {
            return "unix://" + socket;
        }
    }
}
