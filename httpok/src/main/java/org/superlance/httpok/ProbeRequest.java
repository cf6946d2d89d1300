package org.superlance.httpok;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.superlance.httpok.ProbeResult.IndeterminateException;
import org.superlance.listener.http.Credentials;
import org.superlance.listener.http.Endpoint;
import org.superlance.listener.http.HttpRequest;
import org.superlance.listener.notify.Secret;

/**
 * How a URL is requested.
 *
 * @param userFile read for each request, so that a password can be changed; null for none
 * @param unixSocket where the server listens, instead of the URL's host and port; null for those
 * @param tls how to encrypt, for an https URL
 * @param timeout for everything, including retries of a refused connection
 */
record ProbeRequest(
        String method,
        List<Header> headers,
        @Nullable Path userFile,
        @Nullable Path unixSocket,
        Endpoint.@Nullable Tls tls,
        Duration timeout) {

    private static final Header USER_AGENT = new Header("User-Agent", "httpok");

    ProbeRequest {
        headers = List.copyOf(headers);
    }

    /** A header, split from {@code Name: value}. */
    record Header(String name, String value) {

        /** @throws IllegalArgumentException with a sentence for people, which shows no value */
        static Header parse(String text) {
            int colon = text.indexOf(':');
            if (colon < 1) {
                throw new IllegalArgumentException("--header needs 'Name: value', with a colon after the name");
            }
            Header header = new Header(
                    text.substring(0, colon), text.substring(colon + 1).strip());
            try {
                HttpRequest.of("GET", "/").withHeader(header.name, text.substring(colon + 1));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("--header: " + e.getMessage(), e);
            }
            return header;
        }

        /** Whether it may be a credential. */
        boolean isSecret() {
            String lower = name.toLowerCase(Locale.ROOT);
            return lower.contains("auth")
                    || lower.contains("cookie")
                    || lower.contains("token")
                    || lower.contains("key");
        }
    }

    Endpoint endpoint(ProbeUrl url) {
        return unixSocket == null
                ? new Endpoint.Tcp(url.host(), url.port(), url.secure() ? requireNonNull(tls, "no TLS settings") : null)
                : new Endpoint.Unix(
                        unixSocket, Endpoint.Tcp.plain(url.host(), url.port()).hostHeader());
    }

    HttpRequest request(ProbeUrl url) throws IndeterminateException {
        HttpRequest request = HttpRequest.of(method, url.target());
        if (!isNamed()) {
            request = request.withHeader(USER_AGENT.name(), USER_AGENT.value());
        }
        request = request.withLogin(userFile == null ? url.credentials() : Optional.of(credentials(userFile)));
        for (Header header : headers) {
            request = request.withHeader(header.name(), header.value());
        }
        return request;
    }

    /** Whether the user has named the client. */
    private boolean isNamed() {
        for (Header header : headers) {
            if (header.name().equalsIgnoreCase(USER_AGENT.name())) {
                return true;
            }
        }
        return false;
    }

    /** Reads {@code user:password} from the first line of the file. */
    private static Credentials credentials(Path file) throws IndeterminateException {
        try {
            String line = Secret.in(file).read();
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw new IOException("the first line is not user:password");
            }
            return new Credentials(line.substring(0, colon), line.substring(colon + 1));
        } catch (IOException e) {
            String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            throw new IndeterminateException("--user-file " + file + " cannot be used: " + why);
        }
    }
}
