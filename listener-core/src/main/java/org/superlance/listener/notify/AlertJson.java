package org.superlance.listener.notify;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

    /**
     * Writes one JSON object (RFC 8259), its members in the order in which they were put. What a name or a log may hold and
     * JSON or a reader of lines may not is escaped; a surrogate without its other half, which no UTF-8 can carry, becomes
     * U+FFFD.
     */
    static final class JsonObject {

        private static final int REPLACEMENT = 0xFFFD;

        private final StringBuilder text = new StringBuilder("{");

        JsonObject put(String name, String value) {
            quote(value, key(name));
            return this;
        }

        JsonObject put(String name, JsonObject value) {
            key(name).append(value);
            return this;
        }

        JsonObject put(String name, int value) {
            key(name).append(value);
            return this;
        }

        JsonObject put(String name, List<String> values) {
            StringBuilder array = key(name).append('[');
            for (int i = 0; i < values.size(); i++) {
                quote(values.get(i), i == 0 ? array : array.append(','));
            }
            array.append(']');
            return this;
        }

        JsonObject putAll(Map<String, String> members) {
            members.forEach(this::put);
            return this;
        }

        @Override
        public String toString() {
            return text + "}";
        }

        private StringBuilder key(String name) {
            if (text.length() > 1) {
                text.append(',');
            }
            quote(name, text);
            return text.append(':');
        }

        private static void quote(String value, StringBuilder to) {
            to.append('"');
            value.codePoints().forEach(c -> character(c, to));
            to.append('"');
        }

        private static void character(int c, StringBuilder to) {
            switch (c) {
                case '"', '\\' -> to.append('\\').append((char) c);
                case '\n' -> to.append("\\n");
                case '\r' -> to.append("\\r");
                case '\t' -> to.append("\\t");
                default -> {
                    if (Character.isISOControl(c) || c == 0x2028 || c == 0x2029) {
                        to.append("\\u").append(HexFormat.of().toHexDigits((char) c));
                    } else {
                        to.appendCodePoint(Character.getType(c) == Character.SURROGATE ? REPLACEMENT : c);
                    }
                }
            }
        }
    }
}
