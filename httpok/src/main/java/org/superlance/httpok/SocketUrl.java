package org.superlance.httpok;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.superlance.listener.http.Endpoint;
import org.superlance.listener.util.Ascii;
import org.superlance.listener.util.HostAndPort;

/**
 * Where a check connects: {@code tcp://host:port}, {@code tls://host:port} or {@code unix:///path}.
 *
 * @param secure whether it is encrypted
 * @param address of a TCP port; null for a socket file
 * @param file null for a TCP port
 */
record SocketUrl(
        boolean secure,
        Endpoint.@Nullable Tcp address,
        @Nullable Path file) {

    private static final String TCP = "tcp://";
    private static final String TLS = "tls://";
    private static final String FILE = "unix://";
    /** A socket's address has room for 108 bytes, and ends with a zero byte. */
    private static final int MAX_PATH = 107;

    /** Whether the text is meant for one. */
    static boolean isOne(String text) {
        String url = text.strip();
        return (hasScheme(url, TCP) || hasScheme(url, TLS) || hasScheme(url, FILE))
                && !Ascii.containsAny(url, ProbeUrl.LINE_ENDS);
    }

    /** The text of the command line, whose fields are filled in so that a name stays within its part of the address. */
    static ProcessTemplate template(String text) {
        String stripped = text.strip();
        boolean file = hasScheme(stripped, FILE);
        ProcessTemplate template = new ProcessTemplate(
                stripped,
                "the URL",
                ProcessTemplate.Field.OF_NAME,
                name -> file ? name.replace('/', '_') : name.replaceAll("[^A-Za-z0-9_.-]", "_"));
        template.validate();
        parse(template.sample());
        return template;
    }

    /** @throws IllegalArgumentException with a sentence for people */
    static SocketUrl parse(String text) {
        if (hasScheme(text, FILE)) {
            return new SocketUrl(false, null, file(text));
        }
        boolean secure = hasScheme(text, TLS);
        Optional<HostAndPort> address =
                secure || hasScheme(text, TCP) ? address(text.substring(TCP.length())) : Optional.empty();
        if (address.isEmpty() || address.get().port().isEmpty()) {
            throw invalid(text, "write tcp://host:port, tls://host:port or unix:///path");
        }
        try {
            int port = address.get().port().getAsInt();
            return new SocketUrl(secure, Endpoint.Tcp.plain(address.get().host(), port), null);
        } catch (IllegalArgumentException e) {
            throw invalid(text, String.valueOf(e.getMessage()));
        }
    }

    private static boolean hasScheme(String text, String scheme) {
        return text.toLowerCase(Locale.ROOT).startsWith(scheme);
    }

    private static Optional<HostAndPort> address(String rest) {
        String address = rest.endsWith("/") ? rest.substring(0, rest.length() - 1) : rest;
        return Ascii.containsAny(address, "/?#@") ? Optional.empty() : HostAndPort.parse(address);
    }

    private static Path file(String text) {
        String path = text.substring(FILE.length());
        if (!path.startsWith("/") || path.endsWith("/")) {
            throw invalid(text, "write unix:///path, with three slashes and the full path of the socket");
        }
        if (path.getBytes(UTF_8).length > MAX_PATH) {
            throw invalid(text, "the path of a socket has at most " + MAX_PATH + " bytes");
        }
        try {
            return Path.of(path);
        } catch (InvalidPathException e) {
            throw invalid(text, "its path cannot be one of a file");
        }
    }

    private static IllegalArgumentException invalid(String text, String why) {
        return new IllegalArgumentException("'" + ProbeUrl.shown(text) + "' is not a valid URL: " + why);
    }

    /** Whether something else stands where the socket should be: a connection to it is refused as if nobody listened. */
    boolean isNoSocket() {
        return file != null && (Files.isRegularFile(file) || Files.isDirectory(file));
    }

    /** @param tls how to encrypt; null if nothing is */
    Endpoint endpoint(Endpoint.@Nullable Tls tls) {
        if (file != null) {
            return new Endpoint.Unix(file);
        }
        Endpoint.Tcp plain = requireNonNull(address);
        return secure ? new Endpoint.Tcp(plain.host(), plain.port(), requireNonNull(tls, "no TLS settings")) : plain;
    }

    @Override
    public String toString() {
        return file != null ? FILE + file : (secure ? "tls://" : "tcp://") + address;
    }
}
