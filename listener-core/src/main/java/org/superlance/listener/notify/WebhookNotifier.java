package org.superlance.listener.notify;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.superlance.listener.http.HttpRequest;
import org.superlance.listener.notify.Notifier.DeliveryResult;
import org.superlance.listener.state.AtomicFile;

/**
 * Posts each alert as JSON, in one of the formats of {@link WebhookFormat}, to a URL. A 2xx status means accepted; any other, and no response
 * within the limit, are retried, not before the time that {@code Retry-After} asks for.
 */
public final class WebhookNotifier implements Notifier {

    /** How long one delivery may take in all. */
    public static final Duration LIMIT = Duration.ofSeconds(30);

    private final String who;
    private final String host;
    private final WebhookFormat format;
    private final String address;
    private final JsonPoster post;

    /**
     * @param format of what is posted
     * @param headers go with every request
     * @param host the name of this machine
     */
    public WebhookNotifier(
            WebhookUrl url,
            WebhookFormat format,
            List<HttpHeader> headers,
            String host,
            Duration limit,
            InstantSource clock) {
        WebhookUrl.Target target = url.target(format);
        this.who = "webhook " + url;
        this.format = format;
        this.address = target.address();
        this.host = host;
        this.post = new JsonPoster(who, target.url(), headers, limit, clock);
    }

    @Override
    public DeliveryResult deliver(Alert alert) throws InterruptedException {
        return post.send(format.body(alert, host, address));
    }

    @Override
    public List<String> probe() {
        return post.probe();
    }

    @Override
    public String toString() {
        return who;
    }

    /**
     * A header for a request, whose value is never shown; one in a file is read for each request, so that it can be
     * changed.
     */
    public static final class HttpHeader {

        /** Those that we set, to be replaced and not repeated by one that is written differently. */
        private static final List<String> RESERVED = List.of("Content-Type", "Authorization", "User-Agent");

        private final String name;
        private final Secret value;

        private HttpHeader(String name, Secret value) {
            this.name = name;
            this.value = value;
        }

        private static String asReserved(String given) {
            for (String name : RESERVED) {
                if (name.equalsIgnoreCase(given)) {
                    return name;
                }
            }
            return given;
        }

        /**
         * Reads {@code Name: value}, or {@code Name: @/path/of/file} for the first line of a file.
         *
         * @throws IllegalArgumentException with a sentence, which does not show the value, if it is not a header or the
         *     file cannot be read
         */
        public static HttpHeader parse(String text) {
            int colon = text.indexOf(':');
            if (colon < 1) {
                throw new IllegalArgumentException("expected 'Name: value' or 'Name: @/path/of/file'");
            }
            String given = text.substring(0, colon).strip();
            String name = asReserved(given);
            String value = text.substring(colon + 1).strip();
            HttpHeader header = new HttpHeader(
                    name, value.startsWith("@/") ? Secret.in(Path.of(value.substring(1))) : Secret.of(value));
            try {
                header.addTo(HttpRequest.of("POST", "/"));
            } catch (IOException e) {
                throw new IllegalArgumentException(
                        "the value of header " + name + " cannot be read: " + AtomicFile.reason(e), e);
            }
            return header;
        }

        /** @throws IllegalArgumentException if it is none that a request can have */
        HttpRequest addTo(HttpRequest request) throws IOException {
            return request.withHeader(name, value.read().strip());
        }

        @Override
        public String toString() {
            return name + ": " + value;
        }
    }
}
