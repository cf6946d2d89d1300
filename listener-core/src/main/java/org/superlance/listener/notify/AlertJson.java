package org.superlance.listener.notify;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Locale;
import java.util.Map;
import org.superlance.listener.util.JsonObject;
import org.superlance.listener.util.TextSanitizer;

/**
 * An alert for programs: one JSON object with the members {@code id}, {@code time} (ISO 8601, UTC), {@code host},
 * {@code command}, {@code event}, {@code state} ({@code firing} or {@code resolved}), {@code group}, {@code process},
 * {@code outcome}, {@code severity}, {@code kind} ({@code incident} or {@code state}), {@code phase} ({@code incident},
 * {@code begin}, {@code reminder} or {@code end}), {@code key}, {@code since} (ISO 8601, UTC), {@code subject} (one line),
 * {@code text} (lines) and {@code labels} (an object of strings: all that the alert has).
 * Every member is there in every alert, and all but {@code labels} are strings; what an alert does not say is an empty
 * string. Members may be added, never removed.
 */
final class AlertJson {

    private static final int MAX_SUBJECT_LENGTH = 1_000;

    private AlertJson() {}

    /** @param host the name of this machine, for an alert that names none */
    static byte[] of(Alert alert, String host) {
        Map<String, String> labels = alert.labels();
        return new JsonObject()
                .put("id", alert.id())
                .put("time", alert.time().toString())
                .put("host", labels.getOrDefault("host", host))
                .put("command", labels.getOrDefault("command", ""))
                .put("event", labels.getOrDefault("event", ""))
                .put("state", alert.isResolved() ? "resolved" : "firing")
                .put("group", labels.getOrDefault("group", ""))
                .put("process", labels.getOrDefault("process", ""))
                .put("outcome", alert.label("outcome"))
                .put("severity", alert.label("severity"))
                .put("kind", alert.kind().name().toLowerCase(Locale.ROOT))
                .put("phase", alert.phase().name().toLowerCase(Locale.ROOT))
                .put("key", alert.key())
                .put("since", alert.since().toString())
                .put("subject", TextSanitizer.singleLine(alert.subject(), MAX_SUBJECT_LENGTH))
                .put("text", alert.text())
                .put("labels", new JsonObject().putAll(labels))
                .toString()
                .getBytes(UTF_8);
    }
}
