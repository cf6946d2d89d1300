package org.superlance.listener.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.superlance.listener.util.TextSanitizer;

/** A request; immutable. A line break in any part, which could split it into two, is rejected when it is built. */
public final class HttpRequest {

    private static final Set<String> RESERVED_HEADERS =
            Set.of("host", "connection", "content-length", "transfer-encoding", "accept-encoding");

    private final String method;
    private final String target;
    private final Map<String, String> headers;
    private final byte[] body;
    private final boolean lengthInCharacters;

    private HttpRequest(
            String method, String target, Map<String, String> headers, byte[] body, boolean lengthInCharacters) {
        this.method = method;
        this.target = target;
        this.headers = headers;
        this.body = body;
        this.lengthInCharacters = lengthInCharacters;
    }

    /**
     * A request without headers or body.
     *
     * @param target path and query, in ASCII, escaped where needed
     * @throws IllegalArgumentException if either is not valid in a request line
     */
    public static HttpRequest of(String method, String target) {
        require(HttpSyntax.isToken(method), method, "method");
        require(HttpSyntax.isTarget(target), target, "path");
        return new HttpRequest(method, target, Map.of(), new byte[0], false);
    }

    /** @throws IllegalArgumentException if name or value is not valid in a header, or the client sets it itself */
    public HttpRequest withHeader(String name, String value) {
        require(HttpSyntax.isToken(name), name, "header name");
        // the value may be a password, so it is not quoted
        if (!HttpSyntax.isHeaderValue(value)) {
            throw new IllegalArgumentException("the value of header " + name
                    + " contains a line break, a control character or one outside Latin-1");
        }
        if (RESERVED_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("header " + name + " is set by the client itself");
        }
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new HttpRequest(method, target, more, body, lengthInCharacters);
    }

    /** The same with the user and the password, if there is a login. */
    public HttpRequest withLogin(Optional<Credentials> login) {
        return login.map(user -> withHeader("Authorization", user.header())).orElse(this);
    }

    public HttpRequest withBody(String contentType, byte[] bytes) {
        HttpRequest typed = withHeader("Content-Type", contentType);
        return new HttpRequest(method, target, typed.headers, bytes.clone(), lengthInCharacters);
    }

    /**
     * Declares that the server may count the length of its response in characters of UTF-8 instead of bytes, as
     * supervisord 4.2 does for a deferred response.
     */
    public HttpRequest withLengthInCharacters() {
        return new HttpRequest(method, target, headers, body, true);
    }

    /** The same for a proxy, which passes it on unencrypted to that host. */
    HttpRequest throughProxy(String host, Optional<String> authorization) {
        HttpRequest absolute = new HttpRequest(method, "http://" + host + target, headers, body, lengthInCharacters);
        return authorization
                .map(value -> absolute.withHeader("Proxy-Authorization", value))
                .orElse(absolute);
    }

    boolean isHead() {
        return method.equals("HEAD");
    }

    boolean lengthInCharacters() {
        return lengthInCharacters;
    }

    /** The bytes on the wire. */
    byte[] encode(String host, boolean keepAlive) {
        StringBuilder head = new StringBuilder(256).append(method).append(' ').append(target);
        head.append(" HTTP/1.1\r\nHost: ").append(host);
        head.append("\r\nAccept-Encoding: identity\r\nConnection: ").append(keepAlive ? "keep-alive" : "close");
        headers.forEach(
                (name, value) -> head.append("\r\n").append(name).append(": ").append(value));
        if (body.length > 0 || method.equals("POST") || method.equals("PUT")) {
            head.append("\r\nContent-Length: ").append(body.length);
        }
        byte[] start = head.append("\r\n\r\n").toString().getBytes(ISO_8859_1);
        byte[] whole = new byte[start.length + body.length];
        System.arraycopy(start, 0, whole, 0, start.length);
        System.arraycopy(body, 0, whole, start.length, body.length);
        return whole;
    }

    private static void require(boolean valid, String text, String what) {
        if (!valid) {
            throw new IllegalArgumentException("'" + TextSanitizer.excerpt(text) + "' is not a valid " + what);
        }
    }
}
