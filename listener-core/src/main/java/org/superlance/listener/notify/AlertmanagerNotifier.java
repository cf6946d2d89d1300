package org.superlance.listener.notify;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.LoggerFactory;
import org.superlance.listener.notify.Alert.Kind;
import org.superlance.listener.notify.NotificationConfig.AlertLife;
import org.superlance.listener.notify.Notifier.DeliveryResult;
import org.superlance.listener.util.JsonObject;
import org.superlance.listener.util.LogOnce;
import org.superlance.listener.util.TextSanitizer;

/**
 * Posts each alert to one Prometheus Alertmanager, by its API v2. The labels {@code alertname} (the command),
 * {@code host} and those of the alert identify it there; an alert that says that it is over ends the one with the same labels. A state is posted again while it lasts, and an incident ends by Alertmanager's
 * {@code resolve_timeout}. A
 * cluster gets a notifier for each of its members, as Alertmanager's documentation asks for. Not for several threads.
 */
public final class AlertmanagerNotifier implements Notifier {

    /** How long one delivery may take in all. */
    public static final Duration LIMIT = Duration.ofSeconds(30);

    /** What is said otherwise, or differs from alert to alert about the same. */
    private static final Set<String> OMITTED = Set.of("alertname", "command", "state", "incidents");

    private static final int MAX_LABEL_LENGTH = 500;
    private static final int MAX_SUMMARY_LENGTH = 1_000;
    private static final int MAX_DESCRIPTION_LENGTH = 8 << 10;
    /** How often what lasts is posted again. */
    private static final Duration INTERVAL = Duration.ofMinutes(1);

    /** How long it lasts there without a further post: two that fail, and a restart of the listener, do not end it. */
    private static final Duration KEPT = Duration.ofMinutes(5);

    /** Until the next attempt after one that failed. */
    private static final Duration SOON = Duration.ofSeconds(10);

    /** How far the clock of Alertmanager may be behind ours. */
    private static final Duration MAX_CLOCK_LAG = Duration.ofMinutes(1);

    /** How long the posts of a round keep new alerts waiting. */
    private static final Duration SLICE = Duration.ofSeconds(1);

    /** So many in a row end a round: nothing is accepted now. */
    private static final int MAX_REFUSALS = 3;

    private static final int MAX_REMEMBERED = 1_000;

    private final String who;
    private final String host;
    private final JsonPoster post;
    private final Duration slice;
    private final InstantSource clock;
    private final LogOnce silent = new LogOnce();
    private Instant nextRepeat = Instant.MIN;
    /** The keys of what the round that is under way has posted. */
    private final Set<String> repeated = new HashSet<>();

    private boolean refused;
    private final Map<Map<String, String>, Instant> ends = new LinkedHashMap<>();

    /** @param host the name of this machine */
    public AlertmanagerNotifier(WebhookUrl address, String host, Duration limit, InstantSource clock) {
        this(address, host, limit, clock, SLICE);
    }

    /** @param slice how long the posts of a round keep new alerts waiting */
    AlertmanagerNotifier(WebhookUrl address, String host, Duration limit, InstantSource clock, Duration slice) {
        this.slice = slice;
        this.who = "Alertmanager " + address;
        this.host = host;
        this.clock = clock;
        this.post = new JsonPoster(who, address.resolve("/api/v2/alerts"), List.of(), limit, clock);
    }

    @Override
    public DeliveryResult deliver(Alert alert) throws InterruptedException {
        Instant now = clock.instant();
        Map<String, String> labels = labels(alert);
        // with a begin that is to come, by a clock that was set back since, it is refused
        Instant since = earlier(alert.since(), now);
        if (alert.isResolved()) {
            remember(labels, earlier(alert.time(), now));
        }
        JsonObject json = new JsonObject()
                .put("labels", new JsonObject().putAll(labels))
                .put("annotations", annotations(alert))
                .put("startsAt", since.toString());
        // what failed is tried again later than what comes after it: an alert must not begin again after its end
        Instant end = ends.getOrDefault(labels, Instant.MIN);
        if (alert.isResolved() || !end.isBefore(since)) {
            json.put("endsAt", endsAt(since, end).toString());
        } else if (alert.kind() == Kind.STATE) {
            json.put("endsAt", now.plus(KEPT).toString());
        }
        return post.send(("[" + json + "]").getBytes(UTF_8));
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    /**
     * A while before, lest it be to come by the clock of Alertmanager: then the end that an earlier post has told, later
     * still, would count. Source: {@code Alert.Merge} in {@code types/types.go} of Alertmanager 0.25.
     */
    private static Instant endsAt(Instant since, Instant end) {
        Instant safe = end.minus(MAX_CLOCK_LAG);
        return safe.isAfter(since) ? safe : since;
    }

    @Override
    public boolean repeat(Supplier<List<Alert>> standing) throws InterruptedException {
        Instant now = clock.instant();
        // a clock that was set back must not hold it up
        if (now.isBefore(nextRepeat) && nextRepeat.isBefore(now.plus(INTERVAL.multipliedBy(2)))) {
            return false;
        }
        long begin = System.nanoTime();
        int refusals = 0;
        for (Alert alert : standing.get()) {
            if (!repeated.add(alert.key())) {
                continue;
            }
            DeliveryResult result = deliver(alert);
            if (result.status() == DeliveryResult.Status.DELIVERED) {
                refusals = 0;
            } else {
                refused = true;
                refusals++;
                warn(result);
                // one that is refused does not keep the others from being told, unless all are
                if (result.status() == DeliveryResult.Status.RETRY || refusals == MAX_REFUSALS) {
                    endRound(now.plus(SOON));
                    return false;
                }
            }
            if (System.nanoTime() - begin >= slice.toNanos()) {
                return true;
            }
        }
        if (!refused) {
            silent.clear();
        }
        endRound(now.plus(INTERVAL));
        return false;
    }

    private void warn(DeliveryResult result) {
        if (silent.raise()) {
            LoggerFactory.getLogger(AlertmanagerNotifier.class)
                    .warn("cannot repeat what lasts: {}; trying again", result.sentence());
        }
    }

    private void endRound(Instant next) {
        nextRepeat = next;
        repeated.clear();
        refused = false;
    }

    private void remember(Map<String, String> labels, Instant end) {
        ends.merge(labels, end, (one, other) -> one.isAfter(other) ? one : other);
        if (ends.size() > MAX_REMEMBERED) {
            ends.remove(ends.keySet().iterator().next());
        }
    }

    private Map<String, String> labels(Alert alert) {
        Map<String, String> known = alert.labels();
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("alertname", known.getOrDefault("command", "superlance"));
        labels.put("host", host);
        known.forEach((name, value) -> {
            if (!OMITTED.contains(name) && AlertLife.isName(name)) {
                labels.put(name, value);
            }
        });
        labels.replaceAll((name, value) -> TextSanitizer.singleLine(value, MAX_LABEL_LENGTH));
        labels.values().removeIf(String::isEmpty);
        return labels;
    }

    private static JsonObject annotations(Alert alert) {
        return new JsonObject()
                .put("summary", TextSanitizer.singleLine(alert.subject(), MAX_SUMMARY_LENGTH))
                .put("description", TextSanitizer.multiLine(alert.text(), MAX_DESCRIPTION_LENGTH));
    }

    @Override
    public List<String> probe() {
        return post.probe();
    }

    @Override
    public String toString() {
        return who;
    }
}
