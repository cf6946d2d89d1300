package org.superlance.listener.notify;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.http.Endpoint;
import org.superlance.listener.http.HttpClient;
import org.superlance.listener.http.HttpClient.HttpLimits;
import org.superlance.listener.http.HttpRequest;
import org.superlance.listener.http.HttpResponse;
import org.superlance.listener.notify.Notifier.DeliveryResult;
import org.superlance.listener.notify.WebhookNotifier.HttpHeader;
import org.superlance.listener.util.TextSanitizer;
import org.superlance.listener.util.Threads;

/** Posts JSON. Only a 2xx status means accepted; redirects are not followed. */
final class JsonPoster {

    private static final HttpLimits PROBE_LIMITS = new HttpLimits(Duration.ofSeconds(10), Duration.ofSeconds(10), 0);
    /** Request Timeout, Too Early and Too Many Requests: of the 4xx those that pass by themselves. */
    private static final Set<Integer> PASSING = Set.of(408, 425, 429);

    private static final int PROXY_LOGIN = 407;
    private static final int MAX_TEXT_LENGTH = 500;
    private static final int MAX_DRAINED = 4 * MAX_TEXT_LENGTH;
    private static final int MAX_BODY_SIZE = 64 << 10;
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");

    private final String who;
    private final WebhookUrl address;
    private final List<HttpHeader> headers;
    private final HttpLimits limits;
    private final InstantSource clock;

    /** @param who the receiver, for messages */
    JsonPoster(String who, WebhookUrl address, List<HttpHeader> headers, Duration limit, InstantSource clock) {
        this.who = who;
        this.address = address;
        this.headers = List.copyOf(headers);
        this.limits = new HttpLimits(limit, limit, MAX_BODY_SIZE);
        this.clock = clock;
    }

    /** Sends it. An interrupt ends the call at once, which a socket alone does not do. */
    DeliveryResult send(byte[] json) throws InterruptedException {
        HttpRequest request;
        try {
            request = request(json);
        } catch (IOException | IllegalArgumentException e) {
            return DeliveryResult.retry(headerTrouble(e));
        }
        try (HttpClient client = new HttpClient(address.endpoint())) {
            FutureTask<DeliveryResult> call = new FutureTask<>(() -> exchange(client, request));
            Threads.start("post to " + address, call);
            return call.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("internal error while posting to " + who, e);
        }
    }

    /** Connects and sends nothing; the problems found. */
    List<String> probe() {
        try {
            request(new byte[0]);
        } catch (IOException | IllegalArgumentException e) {
            return List.of(headerTrouble(e));
        }
        try (HttpClient client = new HttpClient(address.endpoint())) {
            client.connect(PROBE_LIMITS);
            return List.of();
        } catch (IOException e) {
            return List.of(who + " cannot be reached: " + e.getMessage()
                    + "; check that it is running and that its URL is right");
        }
    }

    private HttpRequest request(byte[] json) throws IOException {
        HttpRequest request = address.post("application/json", json).withHeader("User-Agent", "superlance");
        for (HttpHeader header : headers) {
            request = header.addTo(request);
        }
        return request;
    }

    private String headerTrouble(Exception e) {
        return "header of " + who + ": " + e.getMessage();
    }

    private DeliveryResult exchange(HttpClient client, HttpRequest request) {
        try (HttpResponse response = client.send(request, limits)) {
            if (response.status() / 100 == 2) {
                return DeliveryResult.DELIVERED;
            }
            return response.status() / 100 == 4 && !PASSING.contains(response.status())
                    ? DeliveryResult.misconfigured(sentence(response))
                    : DeliveryResult.retry(sentence(response), pause(response));
        } catch (IOException e) {
            return DeliveryResult.retry(who + ": " + e.getMessage());
        }
    }

    private Duration pause(HttpResponse response) {
        return response.headers()
                .first("Retry-After")
                .map(value -> retryAfter(value, clock.instant()))
                .orElse(Duration.ZERO);
    }

    /**
     * How long the server asks clients to wait (RFC 9110, 10.2.3). Never negative; zero for what is neither a number of
     * seconds nor a date.
     */
    private static Duration retryAfter(String value, Instant now) {
        String text = value.strip();
        if (SECONDS.matcher(text).matches()) {
            return Duration.ofSeconds(Long.parseLong(text));
        }
        try {
            Instant until = DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from);
            return until.isAfter(now) ? Duration.between(now, until) : Duration.ZERO;
        } catch (DateTimeException e) {
            return Duration.ZERO;
        }
    }

    private String sentence(HttpResponse response) {
        String remedy = switch (response.status()) {
            case 301, 302, 303, 307, 308 -> "; redirects are not followed: use the new URL";
            case 401, 403 -> "; check user and password, or the token";
            case 404, 405, 410 -> "; check the URL";
            default -> "";
        };
        String reason = TextSanitizer.singleLine(response.reason(), 100);
        String words = words(response);
        if (response.status() == PROXY_LOGIN && address.endpoint() instanceof Endpoint.Proxied proxied) {
            return who + ": proxy " + proxied.proxy()
                    + " wants another login: it answered 407; check user and password in" + " HTTP_PROXY"
                    + (words.isEmpty() ? "" : "; response: " + words);
        }
        return who + " answered " + response.status() + (reason.isEmpty() ? "" : " (" + reason + ")") + remedy
                + (words.isEmpty() ? "" : "; response: " + words);
    }

    private String words(HttpResponse response) {
        try {
            return TextSanitizer.singleLine(
                    new String(response.body().readNBytes(MAX_DRAINED), UTF_8), MAX_TEXT_LENGTH);
        } catch (IOException e) {
            log().debug("{}: cannot read the response body: {}", who, e.getMessage());
            return "";
        }
    }

    /** Looked up on use: this is created before the listener is ready, and the logging takes a while to be set up. */
    private static Logger log() {
        return LoggerFactory.getLogger(JsonPoster.class);
    }
}
