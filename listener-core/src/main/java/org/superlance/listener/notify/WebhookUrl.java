package org.superlance.listener.notify;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import org.superlance.listener.http.Credentials;
import org.superlance.listener.http.Endpoint;
import org.superlance.listener.http.HttpRequest;
import org.superlance.listener.http.ProxySettings;
import org.superlance.listener.state.AtomicFile;
import org.superlance.listener.util.ShortHash;
import org.superlance.listener.util.TextSanitizer;

/**
 * A URL that alerts are posted to. User, password, path and query may be secrets, so none of them is ever
 * shown.
 */
public final class WebhookUrl {

    private static final String ROUTING_KEY = "routing_key=";

    private final Endpoint.Tcp server;
    private final Endpoint endpoint;
    private final String path;
    private final String query;
    private final Optional<Credentials> credentials;
    private final String id;

    private WebhookUrl(
            Endpoint.Tcp server,
            Endpoint endpoint,
            String path,
            String query,
            Optional<Credentials> credentials,
            String id) {
        this.server = server;
        this.endpoint = endpoint;
        this.path = path;
        this.query = query;
        this.credentials = credentials;
        this.id = id;
    }

    /**
     * Reads {@code http://host/path} or {@code https://user:password@host:port/path?query}, or such a URL from the
     * first line of the file that {@code @/path/of/file} names. With https the server must prove that it is who it is
     * called.
     *
     * @throws IllegalArgumentException with a sentence for people, which shows no secret
     */
    public static WebhookUrl parse(String text) {
        return parse(text, Endpoint.Tls.ofMachine());
    }

    /** @param trust makes the protected connections, and so decides which authorities are trusted */
    static WebhookUrl parse(String text, SSLSocketFactory trust) {
        return parse(text, new Endpoint.Tls(trust, true));
    }

    private static WebhookUrl parse(String text, Endpoint.Tls tls) {
        boolean inFile = text.startsWith("@/");
        URI uri = uri(inFile ? content(Path.of(text.substring(1))) : text.strip());
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw invalid(uri.toString(), "it must begin with http:// or https://");
        }
        if (uri.getHost() == null || uri.getRawFragment() != null) {
            throw invalid(uri.toString(), "expected " + scheme + "://host/path");
        }
        Endpoint.Tcp endpoint = endpoint(uri, scheme.equals("https") ? tls : null);
        String path = uri.getRawPath();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        String known = inFile ? text : scheme + "://" + endpoint + path + query;
        return new WebhookUrl(
                endpoint, endpoint, path, query, Credentials.ofUserInfo(uri.getRawUserInfo()), ShortHash.of(known));
    }

    /** A page below this one, such as {@code /api}; the {@link #id} is the same. */
    WebhookUrl resolve(String more) {
        return at(path.replaceFirst("/+$", "") + more, query);
    }

    private WebhookUrl at(String otherPath, String otherQuery) {
        return new WebhookUrl(server, endpoint, otherPath, otherQuery, credentials, id);
    }

    /** The same, through the proxy that these settings name for it, if they do. */
    WebhookUrl through(ProxySettings proxies) {
        return new WebhookUrl(server, proxies.endpoint(server), path, query, credentials, id);
    }

    /**
     * Where a format posts to, and the part of the URL that goes into the body instead.
     *
     * @param address the {@code routing_key} of PagerDuty, the topic of ntfy; empty for other formats
     */
    record Target(WebhookUrl url, String address) {}

    /**
     * Splits it for a format.
     *
     * @throws IllegalArgumentException with a sentence, which shows no secret, if the URL has no such part
     */
    Target target(WebhookFormat format) {
        return switch (format) {
            case JSON, SLACK -> new Target(this, "");
            case PAGERDUTY -> pagerDuty();
            case NTFY -> ntfy();
        };
    }

    private Target pagerDuty() {
        StringBuilder rest = new StringBuilder();
        String key = "";
        for (String parameter :
                query.isEmpty() ? new String[0] : query.substring(1).split("&", -1)) {
            if (parameter.startsWith(ROUTING_KEY)) {
                key = decoded(parameter.substring(ROUTING_KEY.length()));
            } else {
                rest.append(rest.isEmpty() ? "?" : "&").append(parameter);
            }
        }
        if (key.isEmpty()) {
            throw new IllegalArgumentException("the URL " + this + " has no integration key for PagerDuty; expected"
                    + " https://events.pagerduty.com/v2/enqueue?routing_key=KEY");
        }
        return new Target(at(path, rest.toString()), key);
    }

    private Target ntfy() {
        String whole = path.replaceFirst("/+$", "");
        int slash = whole.lastIndexOf('/');
        String topic = decoded(whole.substring(slash + 1));
        if (topic.isEmpty()) {
            throw new IllegalArgumentException(
                    "the URL " + this + " has no topic for ntfy; expected https://ntfy.sh/TOPIC");
        }
        return new Target(at(whole.substring(0, slash + 1), query), topic);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), UTF_8);
    }

    private static Endpoint.Tcp endpoint(URI uri, Endpoint.@Nullable Tls tls) {
        try {
            return Endpoint.Tcp.of(uri, tls);
        } catch (IllegalArgumentException e) {
            throw invalid(uri.toString(), String.valueOf(e.getMessage()));
        }
    }

    private static String content(Path file) {
        try {
            return Secret.in(file).read().strip();
        } catch (IOException e) {
            throw new IllegalArgumentException("file " + file + " cannot be read: " + AtomicFile.reason(e), e);
        }
    }

    private static URI uri(String text) {
        try {
            return new URI(new URI(text).parseServerAuthority().toASCIIString());
        } catch (URISyntaxException e) {
            // neither its message nor its input may be shown: they hold the password
            throw invalid(text, "syntax error");
        }
    }

    Endpoint endpoint() {
        return endpoint;
    }

    /** A POST to it, with its user and password if it has them. */
    HttpRequest post(String contentType, byte[] body) {
        String target = (path.isEmpty() ? "/" : path) + query;
        return HttpRequest.of("POST", target).withBody(contentType, body).withLogin(credentials);
    }

    /** Eight hexadecimal digits that identify the URL; they stay when only the user or password changes. */
    public String id() {
        return id;
    }

    /** Scheme, host and port, and the {@link #id} in place of the rest. */
    @Override
    public String toString() {
        return (server.tls() == null ? "http://" : "https://") + server.hostHeader() + " (" + id + ")";
    }

    private static IllegalArgumentException invalid(String url, String why) {
        return new IllegalArgumentException(
                "'" + TextSanitizer.excerpt(withoutSecrets(url)) + "' is not a valid URL: " + why);
    }

    private static String withoutSecrets(String url) {
        int start = url.indexOf("//") < 0 ? 0 : url.indexOf("//") + 2;
        String scheme = url.substring(0, start);
        String host = url.substring(start).split("[/?#]", 2)[0];
        return url.indexOf('@') >= 0 ? scheme + "…" : start + host.length() < url.length() ? scheme + host + "/…" : url;
    }
}
