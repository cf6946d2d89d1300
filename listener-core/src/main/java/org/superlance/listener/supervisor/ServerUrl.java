package org.superlance.listener.supervisor;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.superlance.listener.http.Credentials;
import org.superlance.listener.http.Endpoint;
import org.superlance.listener.util.TextSanitizer;

/**
 * Where supervisord listens, and as whom to call it. Written {@code unix:///path/of.sock}, {@code http://host:port} or
 * {@code https://host:port}, each with or without {@code /RPC2} at its end.
 *
 * <p>Source: {@code SUPERVISOR_SERVER_URL}, {@code SUPERVISOR_USERNAME} and {@code SUPERVISOR_PASSWORD} in the
 * environment of an event listener.
 */
public final class ServerUrl {

    private static final String UNIX = "unix://";
    private static final String RPC = "/RPC2";

    private final String scheme;
    private final Endpoint endpoint;
    private final Optional<Credentials> credentials;

    private ServerUrl(String scheme, Endpoint endpoint, Optional<Credentials> credentials) {
        this.scheme = scheme;
        this.endpoint = endpoint;
        this.credentials = credentials;
    }

    /** @throws IllegalArgumentException with a sentence for people, which shows no password */
    public static ServerUrl parse(String url) {
        String text = url.strip();
        return text.regionMatches(true, 0, UNIX, 0, UNIX.length())
                ? unix(url, text.substring(UNIX.length()))
                : network(url, text);
    }

    private static ServerUrl unix(String url, String path) {
        String file = path.endsWith(RPC) ? path.substring(0, path.length() - RPC.length()) : path;
        if (!file.startsWith("/") || file.equals("/")) {
            throw invalid(url, "unix:// must be followed by the absolute path of the socket", null);
        }
        try {
            return new ServerUrl(UNIX, new Endpoint.Unix(Path.of(file)), Optional.empty());
        } catch (InvalidPathException e) {
            throw invalid(url, "invalid path", e);
        }
    }

    private static ServerUrl network(String url, String text) {
        URI uri = uri(url, text);
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        boolean secure = scheme.equals("https");
        if (!secure && !scheme.equals("http")) {
            throw invalid(url, "it must begin with unix://, http:// or https://", null);
        }
        String path = uri.getRawPath();
        if (uri.getHost() == null
                || uri.getRawQuery() != null
                || !(path.isEmpty() || path.equals("/") || path.equals(RPC))) {
            throw invalid(url, "expected " + scheme + "://host:port and nothing more", null);
        }
        Endpoint.Tls tls = secure ? Endpoint.Tls.ofMachine() : null;
        return new ServerUrl(scheme + "://", endpoint(url, uri, tls), Credentials.ofUserInfo(uri.getRawUserInfo()));
    }

    private static Endpoint endpoint(String url, URI uri, Endpoint.@Nullable Tls tls) {
        try {
            return Endpoint.Tcp.of(uri, tls);
        } catch (IllegalArgumentException e) {
            throw invalid(url, String.valueOf(e.getMessage()), e);
        }
    }

    private static URI uri(String url, String text) {
        try {
            return new URI(text).parseServerAuthority();
        } catch (URISyntaxException e) {
            // neither its message nor its input may be shown: they hold the password
            throw invalid(url, "syntax error", null);
        }
    }

    /** The same server, called as that user; replaces a user that the URL named. */
    public ServerUrl withCredentials(String user, String password) {
        return new ServerUrl(scheme, endpoint, Optional.of(new Credentials(user, password)));
    }

    /** The user that calls are made as, if any. */
    public Optional<String> user() {
        return credentials.map(Credentials::user);
    }

    Endpoint endpoint() {
        return endpoint;
    }

    Optional<Credentials> credentials() {
        return credentials;
    }

    /** The URL, without user and password. */
    @Override
    public String toString() {
        return endpoint instanceof Endpoint.Unix ? endpoint.toString() : scheme + endpoint;
    }

    private static IllegalArgumentException invalid(String url, String why, @Nullable Exception cause) {
        String shown = TextSanitizer.excerpt(url.replaceFirst("//.*@", "//…@"));
        return new IllegalArgumentException("'" + shown + "' is not the URL of a supervisord: " + why, cause);
    }
}
