package org.superlance.listener.notify.mail;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.superlance.listener.notify.Secret;
import org.superlance.listener.util.HostAndPort;
import org.superlance.listener.util.TextSanitizer;

/**
 * How to reach a mail server.
 *
 * @param servers at least one, tried in this order until one answers
 * @param tls how the connection is protected
 * @param user who to log in as; null to send without a login
 * @param password of the user; null if {@link #withPasswordFrom} is to find it, or without a user
 * @param limit for one session with one server in all
 * @param helo the name that this machine greets the server with; empty for its full name, or else its address
 */
public record SmtpSettings(
        List<Server> servers,
        Tls tls,
        @Nullable String user,
        @Nullable Secret password,
        Duration limit,
        Optional<String> helo) {

    /** Long enough for a server that answers each of the steps in its last second. */
    public static final Duration LIMIT = Duration.ofMinutes(45);

    /** How a connection is protected. In both protected modes the server must prove that it is who it is called. */
    public enum Tls {
        /** Everything in the clear. */
        NONE(25),
        /** Starts in the clear and goes no further without TLS; on port 25, as superlance had it. */
        STARTTLS(25),
        /** TLS from the first byte. */
        IMPLICIT(465);

        private final int port;

        Tls(int port) {
            this.port = port;
        }
    }

    /** A host name or address, and a port from 1 to 65535. */
    public record Server(String host, int port) {

        public Server {
            if (port < 1 || port > 65_535) {
                throw new IllegalArgumentException(port + " is not a port; ports are 1 to 65535");
            }
        }

        /**
         * Reads {@code host}, {@code host:port} or {@code [IPv6]:port}; without a port it is the usual one of the mode.
         *
         * @throws IllegalArgumentException with a sentence if the text is neither
         */
        public static Server parse(String text, Tls tls) {
            HostAndPort server = HostAndPort.parse(text.strip())
                    .orElseThrow(() -> new IllegalArgumentException("'" + TextSanitizer.singleLine(text, 100)
                            + "' is not a mail server; write host or host:port"));
            return new Server(server.host(), server.port().orElse(tls.port));
        }

        @Override
        public String toString() {
            return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
        }
    }

    /** @throws IllegalArgumentException with a sentence if there is no server, or the name is none */
    public SmtpSettings {
        servers = List.copyOf(servers);
        if (helo.isPresent()) {
            GreetingName.check(helo.get());
        }
        if (servers.isEmpty()) {
            throw new IllegalArgumentException("no mail server");
        }
    }

    /** With the usual name of this machine. */
    public SmtpSettings(
            List<Server> servers, Tls tls, @Nullable String user, @Nullable Secret password, Duration limit) {
        this(servers, tls, user, password, limit, Optional.empty());
    }

    /**
     * The same, with the password of the environment variable {@code SMTP_PASSWORD} if it is needed and not set.
     *
     * @throws IllegalArgumentException with a sentence that names the option if there is a user and no password
     */
    SmtpSettings withPasswordFrom(Map<String, String> environment) {
        if (user == null || password != null) {
            return this;
        }
        String fromEnvironment = environment.get("SMTP_PASSWORD");
        if (fromEnvironment == null) {
            throw new IllegalArgumentException(
                    "--userName needs a password: give --password-file, or set SMTP_PASSWORD");
        }
        return new SmtpSettings(servers, tls, user, Secret.of(fromEnvironment), limit, helo);
    }
}
