package org.superlance.listener.notify;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/**
 * Posts each alert as JSON (see {@code AlertJson}) to an address on the web. An answer of the 200s means accepted; any
 * other, and none within the limit, are tried again, not before the time that {@code Retry-After} asks for.
 */
public final class WebhookNotifier implements Notifier {

    /** How long one delivery may take in all. */
    public static final Duration LIMIT = Duration.ofSeconds(30);

    private final String who;
    private final String host;
    private final JsonPoster post;

    /**
     * @param headers go with every request
     * @param host the name of this machine
     */
    public WebhookNotifier(
            WebhookUrl address, List<HttpHeader> headers, String host, Duration limit, InstantSource clock) {
        this.who = "webhook " + address;
        this.host = host;
        this.post = new JsonPoster(who, address, headers, limit, clock);
    }

    @Override
    public DeliveryResult deliver(Alert alert) throws InterruptedException {
        return post.send(AlertJson.of(alert, host));
    }

    @Override
    public List<String> probe() {
        return post.probe();
    }

    @Override
    public String toString() {
        return "the " + who;
    }
}
