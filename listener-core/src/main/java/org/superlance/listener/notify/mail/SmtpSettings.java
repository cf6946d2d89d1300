package org.superlance.listener.notify.mail;

import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.superlance.listener.notify.Secret;
import org.superlance.listener.util.TextSanitizer;

/**
 * How to reach a mail server.
 *
 * @param servers tried in this order until one answers
 * @param tls how the connection is protected
 * @param user who to log in as; null to send without
 * @param password of the user; null without one
 * @param limit the longest that one conversation with one server may take in all
 */
public record SmtpSettings(
        List<Server> servers,
        Tls tls,
        @Nullable String user,
        @Nullable Secret password,
        Duration limit) {

    /** Long enough for a server that answers each of a few steps in its last second. */
    public static final Duration LIMIT = Duration.ofMinutes(2);

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

        private static final Pattern TEXT = Pattern.compile("(\\[[0-9A-Fa-f:.%]+]|[^\\s:\\[\\]]+)(?::([0-9]{1,5}))?");

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
            Matcher matcher = TEXT.matcher(text.strip());
            if (!matcher.matches()) {
                throw new IllegalArgumentException(
                        "'" + TextSanitizer.singleLine(text, 100) + "' is not a mail server; write host or host:port");
            }
            String host = matcher.group(1).replaceAll("[\\[\\]]", "");
            return new Server(host, matcher.group(2) == null ? tls.port : Integer.parseInt(matcher.group(2)));
        }

        @Override
        public String toString() {
            return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
        }
    }

    public SmtpSettings {
        servers = List.copyOf(servers);
        if (servers.isEmpty()) {
            throw new IllegalArgumentException("no mail server is given");
        }
        if (user != null && password == null) {
            throw new IllegalArgumentException("the mail user " + user + " has no password");
        }
    }
}
