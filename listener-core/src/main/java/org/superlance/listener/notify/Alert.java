package org.superlance.listener.notify;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import org.superlance.listener.state.MessageCodec;
import org.superlance.listener.state.SpoolDirectory;
import org.superlance.listener.util.TextSanitizer;

/**
 * A notification. Texts may hold anything that a process name or a log can hold; a notifier makes
 * them safe for its own channel.
 *
 * @param id unique and kept over retries and restarts, so that a receiver can drop a duplicate; 1 to 64 ASCII letters,
 *     digits, {@code -} and {@code _}, because it names a file and is part of a Message-ID
 * @param time when it happened
 * @param subject one line
 * @param text the whole message
 * @param labels what machines sort by, sorted by key: {@code command}, {@code host}, {@code group}, {@code process} and
 *     {@code event} say what it is about. An alert that says that it is over has these as the alert had that said it
 *     began, and {@code state=resolved} as well
 */
public record Alert(String id, Instant time, String subject, String text, Map<String, String> labels) {

    /** An alert as a file; see {@link MessageCodec}. */
    public static final SpoolDirectory.Codec<Alert> CODEC = new MessageCodec<>("alert") {
        @Override
        protected Message toMessage(Alert alert) {
            return new Message(alert.id(), alert.time(), alert.subject(), alert.text(), alert.labels());
        }

        @Override
        protected Alert fromMessage(Message message) {
            return new Alert(message.id(), message.time(), message.subject(), message.text(), message.labels());
        }
    };

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    /** @throws IllegalArgumentException if the id is not made of the characters that are allowed */
    public Alert {
        checkId(id);
        requireNonNull(time, "time is null");
        requireNonNull(subject, "subject is null");
        requireNonNull(text, "text is null");
        labels = Collections.unmodifiableMap(new TreeMap<>(labels));
    }

    /** @throws IllegalArgumentException if no alert can have that id */
    public static void checkId(String id) {
        if (!ID.matcher(requireNonNull(id, "id is null")).matches()) {
            throw new IllegalArgumentException("'" + TextSanitizer.singleLine(id, 100) + "' is not a valid alert id");
        }
    }

    /** Whether it resolves an earlier alert with the same identifying labels. */
    public boolean isResolved() {
        return "resolved".equals(labels.get("state"));
    }

    /** A new alert with an id of its own. */
    public static Alert of(Instant time, String subject, String text, Map<String, String> labels) {
        return new Alert(UUID.randomUUID().toString(), time, subject, text, labels);
    }
}
