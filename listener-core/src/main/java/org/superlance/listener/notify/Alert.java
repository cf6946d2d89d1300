package org.superlance.listener.notify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.superlance.listener.state.MessageCodec;
import org.superlance.listener.state.SpoolDirectory;
import org.superlance.listener.util.Ascii;
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
 * @param labels what machines sort by, sorted by key: {@code command}, {@code host}, {@code group}, {@code process},
 *     {@code event}, {@code outcome} and {@code severity} say what it is about, {@code listener} whose alert it is if it
 *     is about no process, and further ones come from
 *     {@code --label}. An alert that says that it is over has these as the alert had that said it began, and
 *     {@code state=resolved} as well
 * @param life whether it tells of an incident, or where in the life of a state it stands
 */
public record Alert(String id, Instant time, String subject, String text, Map<String, String> labels, Life life) {

    /** The labels that say what it is about: none of these can be given by {@code --label}. */
    static final Set<String> RESERVED_LABELS = Set.of(
            "alertname",
            "command",
            "host",
            "group",
            "incidents",
            "listener",
            "process",
            "event",
            "outcome",
            "severity",
            "state",
            "url");

    /** An alert as a file; see {@link MessageCodec}. One of an incident is written as version 0.1.0 has written it. */
    public static final SpoolDirectory.Codec<Alert> CODEC = new MessageCodec<>("alert") {
        @Override
        protected Message toMessage(Alert alert) {
            return new Message(
                    alert.id(),
                    alert.time(),
                    alert.subject(),
                    alert.text(),
                    alert.labels(),
                    alert.life().toHeaders());
        }

        @Override
        protected Alert fromMessage(Message message) {
            return new Alert(
                    message.id(),
                    message.time(),
                    message.subject(),
                    message.text(),
                    message.labels(),
                    Life.fromHeaders(message.headers()));
        }
    };

    private static final String ID_CHARACTERS = Ascii.LETTERS + Ascii.DIGITS + "_-";
    private static final int MAX_ID_LENGTH = 64;

    /** @throws IllegalArgumentException if the id is not made of the characters that are allowed */
    public Alert {
        checkId(id);
        requireNonNull(time, "time is null");
        requireNonNull(subject, "subject is null");
        requireNonNull(text, "text is null");
        requireNonNull(life, "life is null");
        labels = Collections.unmodifiableMap(new TreeMap<>(labels));
    }

    /** An alert about an incident. */
    public Alert(String id, Instant time, String subject, String text, Map<String, String> labels) {
        this(id, time, subject, text, labels, Life.INCIDENT);
    }

    /** What an alert can be about. */
    public enum Kind {
        /** Something that happens and is told once, such as a restart or a death. */
        INCIDENT,
        /** Something that begins, lasts and ends, such as a program that is FATAL. */
        STATE
    }

    /** What an alert tells. */
    public enum Phase {
        /** An incident has happened. */
        INCIDENT,
        /** A state has begun. */
        BEGIN,
        /** It lasts. */
        REMINDER,
        /** It is over. */
        END
    }

    /**
     * Where in the life of a state an alert stands.
     *
     * @param key of the state: the same in each alert about it, over restarts of the listener; 1 to 64 ASCII letters,
     *     digits, {@code -} and {@code _}; empty for an incident
     * @param since when the state began; {@link Instant#EPOCH} for an incident
     */
    public record Life(Phase phase, String key, Instant since) {

        /** Of an alert about an incident. */
        public static final Life INCIDENT = new Life(Phase.INCIDENT, "", Instant.EPOCH);

        private static final String PHASE = "Phase";
        private static final String KEY = "Key";
        private static final String SINCE = "Since";

        /** @throws IllegalArgumentException if the key is not made of the characters that are allowed */
        public Life {
            requireNonNull(phase, "phase is null");
            requireNonNull(since, "since is null");
            if (phase != Phase.INCIDENT) {
                checkId(key);
            }
        }

        Map<String, String> toHeaders() {
            return phase == Phase.INCIDENT
                    ? Map.of()
                    : Map.of(PHASE, phase.name().toLowerCase(Locale.ROOT), KEY, key, SINCE, since.toString());
        }

        /** What is not understood, as from another version, is told as an incident. */
        static Life fromHeaders(Map<String, String> headers) {
            if (!headers.containsKey(PHASE)) {
                return INCIDENT;
            }
            try {
                return new Life(
                        Phase.valueOf(headers.getOrDefault(PHASE, "").toUpperCase(Locale.ROOT)),
                        headers.getOrDefault(KEY, ""),
                        Instant.parse(headers.getOrDefault(SINCE, "")));
            } catch (IllegalArgumentException | DateTimeException e) {
                return INCIDENT;
            }
        }
    }

    /** @throws IllegalArgumentException if no alert can have that id */
    public static void checkId(String id) {
        if (!Ascii.consistsOf(requireNonNull(id, "id is null"), ID_CHARACTERS, MAX_ID_LENGTH)) {
            throw new IllegalArgumentException("'" + TextSanitizer.singleLine(id, 100) + "' is not a valid alert id");
        }
    }

    public Kind kind() {
        return phase() == Phase.INCIDENT ? Kind.INCIDENT : Kind.STATE;
    }

    public Phase phase() {
        return life.phase();
    }

    /** What connects the alerts about one state: its key; of an incident, which is alone, its id. */
    public String key() {
        return kind() == Kind.STATE ? life.key() : id;
    }

    /** When what it is about began: of an incident, when it happened. */
    public Instant since() {
        return kind() == Kind.STATE ? life.since() : time;
    }

    /** Whether it resolves an earlier alert with the same identifying labels. */
    public boolean isResolved() {
        return phase() == Phase.END || "resolved".equals(labels.get("state"));
    }

    /** The value of a label; empty without it. */
    public String label(String name) {
        return labels.getOrDefault(name, "");
    }

    /** The same with another text. */
    public Alert withText(String otherSubject, String otherText) {
        return new Alert(id, time, otherSubject, otherText, labels, life);
    }

    /** The same, there in the life of a state. */
    Alert inLife(Life other) {
        return new Alert(id, time, subject, text, labels, other);
    }

    /** The same with further labels, where it has none of the name. */
    public Alert withLabels(Map<String, String> more) {
        if (labels.keySet().containsAll(more.keySet())) {
            return this;
        }
        Map<String, String> all = new TreeMap<>(more);
        all.putAll(labels);
        return new Alert(id, time, subject, text, all, life);
    }

    /**
     * The same, which says whose it is if it is about no process: two listeners that check different things are not to be
     * taken for one.
     *
     * @param listener group and name in supervisord; empty if it has none
     */
    Alert ofListener(String listener) {
        return listener.isEmpty() || !label("process").isEmpty() ? this : withLabels(Map.of("listener", listener));
    }

    /** An id, or a key, that is the same for the same text: whoever makes it again, in the next life, means the same. */
    public static String derivedId(String text) {
        return UUID.nameUUIDFromBytes(text.getBytes(UTF_8)).toString();
    }

    /** A new alert about an incident, with an id of its own. */
    public static Alert of(Instant time, String subject, String text, Map<String, String> labels) {
        return new Alert(UUID.randomUUID().toString(), time, subject, text, labels);
    }
}
