package org.superlance.listener.notify;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.superlance.listener.util.JsonObject;
import org.superlance.listener.util.ShortHash;
import org.superlance.listener.util.TextSanitizer;

/** What a webhook understands. */
public enum WebhookFormat {
    /** The alert as it is: see {@link AlertJson}. */
    JSON {
        @Override
        byte[] body(Alert alert, String host, String address) {
            return AlertJson.of(alert, host);
        }
    },

    /**
     * A message for an incoming webhook of Slack, Mattermost or Rocket.Chat.
     *
     * <p>Source: "Formatting text for app surfaces", Slack's documentation; "Incoming webhooks", Mattermost's.
     */
    SLACK {
        @Override
        byte[] body(Alert alert, String host, String address) {
            String subject = TextSanitizer.singleLine(alert.subject(), MAX_TITLE);
            // a name or a log line must mention nobody, and end nothing
            String title = escape(subject.replace("@", "@\u200b").replace("*", "\u2217"));
            String text = escape(TextSanitizer.multiLine(alert.text(), MAX_CHAT)
                    .strip()
                    .replace("`", "'")
                    .replace("@", "@\u200b"));
            String message = "*" + title + "*" + (text.isEmpty() ? "" : "\n```\n" + text + "\n```");
            return new JsonObject().put("text", message).toString().getBytes(UTF_8);
        }

        private static String escape(String text) {
            return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        }
    },

    /**
     * An event of PagerDuty's Events API v2. What is about the same has the same {@code dedup_key}, so that reminders and
     * second deliveries open no second incident, and the end of a state resolves what its beginning has opened.
     *
     * <p>Source: "Send an alert event", PagerDuty's documentation.
     */
    PAGERDUTY {
        @Override
        byte[] body(Alert alert, String host, String address) {
            Map<String, String> labels = alert.labels();
            JsonObject payload = new JsonObject()
                    .put("summary", nonEmpty(TextSanitizer.singleLine(alert.subject(), MAX_TITLE), "alert"))
                    .put("source", nonEmpty(labels.getOrDefault("host", host), "unknown"))
                    .put("severity", severity(alert))
                    .put("timestamp", alert.time().toString())
                    .put("component", labels.getOrDefault("process", ""))
                    .put("group", labels.getOrDefault("group", ""))
                    .put("class", labels.getOrDefault("event", ""))
                    .put(
                            "custom_details",
                            new JsonObject()
                                    .put("text", TextSanitizer.multiLine(alert.text(), MAX_DETAILS))
                                    .put("labels", new JsonObject().putAll(labels)));
            return new JsonObject()
                    .put("routing_key", address)
                    .put("event_action", isOver(alert) ? "resolve" : "trigger")
                    .put("dedup_key", key(alert, host))
                    .put("client", "superlance")
                    .put("payload", payload)
                    .toString()
                    .getBytes(UTF_8);
        }

        private static String severity(Alert alert) {
            return CRITICAL.equals(alert.labels().get(SEVERITY)) ? CRITICAL : "warning";
        }

        private static String nonEmpty(String text, String otherwise) {
            return text.isEmpty() ? otherwise : text;
        }
    },

    /**
     * A message for ntfy, published as JSON: at the root of the server, with the last part of the URL as the topic.
     *
     * <p>Source: "Publish as JSON", ntfy's documentation.
     */
    NTFY {
        @Override
        byte[] body(Alert alert, String host, String address) {
            boolean over = isOver(alert);
            boolean critical = CRITICAL.equals(alert.labels().get(SEVERITY));
            String text = TextSanitizer.multiLine(alert.text(), MAX_NTFY).strip();
            return new JsonObject()
                    .put("topic", address)
                    .put("title", TextSanitizer.singleLine(alert.subject(), MAX_NTFY_TITLE))
                    .put("message", text.isEmpty() ? TextSanitizer.singleLine(alert.subject(), MAX_NTFY) : text)
                    .put("priority", critical && !over ? CRITICAL_PRIORITY : DEFAULT_PRIORITY)
                    .put("tags", List.of(over ? "white_check_mark" : critical ? "rotating_light" : "warning"))
                    .toString()
                    .getBytes(UTF_8);
        }
    };

    private static final String SEVERITY = "severity";
    private static final String CRITICAL = "critical";
    private static final int MAX_TITLE = 1_000;

    /** Rocket.Chat takes 5,000 characters, of which an escaped one has up to five. */
    private static final int MAX_CHAT = 3_000;

    private static final int MAX_DETAILS = 64 << 10;
    private static final int MAX_NTFY_TITLE = 250;

    /** ntfy takes 4,096 bytes, and makes a file of more; a character has up to three or, if it counts twice, four. */
    private static final int MAX_NTFY = 1_300;

    private static final int CRITICAL_PRIORITY = 5;
    private static final int DEFAULT_PRIORITY = 3;
    /** PagerDuty takes 255. */
    private static final int MAX_KEY = 200;

    /**
     * The body of the request.
     *
     * @param host the name of this machine
     * @param address the part of the URL that goes into the body: see {@link WebhookUrl#target}
     */
    abstract byte[] body(Alert alert, String host, String address);

    /**
     * The format of that name.
     *
     * @throws IllegalArgumentException with a clause that names all
     */
    public static WebhookFormat parse(String name) {
        for (WebhookFormat format : values()) {
            if (format.toString().equals(name.strip().toLowerCase(Locale.ROOT))) {
                return format;
            }
        }
        throw new IllegalArgumentException(
                "'" + TextSanitizer.excerpt(name) + "' is not a format; expected json, slack, pagerduty or ntfy");
    }

    /** As an option names it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static boolean isOver(Alert alert) {
        return alert.isResolved() || alert.life().phase() == Alert.Phase.END;
    }

    /** What alerts about the same have in common. */
    private static String key(Alert alert, String host) {
        if (!alert.life().key().isEmpty()) {
            return alert.life().key();
        }
        Map<String, String> labels = alert.labels();
        String key = String.join(
                "/",
                labels.getOrDefault("command", "superlance"),
                labels.getOrDefault("host", host),
                labels.getOrDefault("group", ""),
                labels.getOrDefault("process", ""),
                labels.getOrDefault("event", ""));
        String listener = labels.getOrDefault("listener", "");
        if (!listener.isEmpty()) {
            key += "/" + listener;
        }
        return key.length() <= MAX_KEY ? key : key.substring(0, MAX_KEY) + "-" + ShortHash.of(key);
    }
}
