package org.superlance.listener.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.superlance.listener.http.Endpoint;
import org.superlance.listener.http.HttpClient;
import org.superlance.listener.http.HttpClient.HttpLimits;
import org.superlance.listener.http.HttpRequest;
import org.superlance.listener.http.HttpResponse;

/** Asks a server on this machine. */
final class LocalHttp {

    private final ReservedPort port;
    private final HttpLimits limits;

    /** @param maxBytes of an answer */
    LocalHttp(ReservedPort port, int maxBytes) {
        this.port = port;
        this.limits = new HttpLimits(Await.LIMIT, Await.LIMIT, maxBytes);
    }

    /**
     * The body of the answer, whatever its status is.
     *
     * @throws UncheckedIOException if there is none
     */
    String get(String target) {
        try (HttpClient client = new HttpClient(Endpoint.Tcp.plain("127.0.0.1", port.number()));
                HttpResponse response = client.send(HttpRequest.of("GET", target), limits)) {
            return new String(response.body().readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
