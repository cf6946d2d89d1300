package org.superlance.listener.restart;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.superlance.listener.notify.Alert;
import org.superlance.listener.restart.Check.CheckResult;
import org.superlance.listener.restart.Decision.DecisionType;
import org.superlance.listener.restart.RestartNote.HookProgress;
import org.superlance.listener.restart.RestartNote.HookProgress.Stage;
import org.superlance.listener.restart.RestartNote.Progress;
import org.superlance.listener.restart.RestartResult.Outcome;
import org.superlance.listener.state.SpoolDirectory;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.listener.util.ShortHash;
import org.superlance.listener.util.TextSanitizer;

/**
 * Notes as files, one for each process. The first line is the namespec, the second is for people, and the others are
 * {@code key: value}. Version 0.1.0 has written, and reads, only the first two.
 */
final class RestartNoteCodec implements SpoolDirectory.Codec<RestartNote> {

    private static final String SUFFIX = ".restart";
    private static final int MAX_FILE_NAME_LENGTH = 200;
    private static final int MAX_VALUE_LENGTH = 4_000;
    private static final String SINCE = "stopped to be started again, since ";
    private static final String SEPARATOR = ": ";
    private static final String ENCODED = ":encoded:";
    private static final String NOT_BEGUN = "no";
    private static final String STOP_NOT_BEGUN = "what runs before its stop";
    private static final Duration MAX_PAUSE = Duration.ofHours(1);

    @Override
    public String noun() {
        return "interrupted restart";
    }

    @Override
    public String suffix() {
        return SUFFIX;
    }

    @Override
    public String fileName(RestartNote note) {
        return fileName(note.name());
    }

    static String fileName(Namespec name) {
        String encoded = URLEncoder.encode(name.toString(), UTF_8).replace("*", "%2A");
        return (encoded.length() <= MAX_FILE_NAME_LENGTH ? encoded : shortened(encoded)) + SUFFIX;
    }

    private static String shortened(String encoded) {
        // without leading zeros, as version 0.1.0 has named them
        long hash = Long.parseLong(ShortHash.of(encoded), 16);
        return encoded.substring(0, MAX_FILE_NAME_LENGTH) + Long.toHexString(hash);
    }

    @Override
    public byte[] encode(RestartNote note) {
        ProcessInfo process = note.decision().process();
        CheckResult result = note.decision().result();
        StringBuilder text = new StringBuilder();
        String name = note.name().toString();
        text.append(hasControlCharacters(name) ? ENCODED + URLEncoder.encode(name, UTF_8) : name)
                .append('\n')
                .append(SINCE)
                .append(note.since())
                .append('\n');
        add(text, "id", note.id());
        add(text, "by", note.begunBy());
        add(text, "type", note.decision().type().name());
        add(text, "pid", Long.toString(process.pid()));
        add(text, "state", process.state().name());
        add(text, "started", process.start().toString());
        add(text, "seen", process.now().toString());
        add(text, "value", result.value());
        add(text, "limit", result.limit());
        add(text, "cause", result.cause());
        add(text, "reason", note.decision().reason());
        add(text, "pause", note.pause().toString());
        if (note.startFailed()) {
            add(text, "start-failed", "told");
        }
        if (note.progress() != Progress.BEGUN) {
            add(text, "begun", note.progress() == Progress.QUEUED ? NOT_BEGUN : STOP_NOT_BEGUN);
        }
        if (note.hooks().stage() != Stage.NONE) {
            add(text, "after-hook", note.hooks().stage().name());
        }
        if (!note.hooks().failure().isEmpty()) {
            add(text, "hook-failure", note.hooks().failure());
        }
        if (!note.hooks().process().isEmpty()) {
            add(text, "hook-process", note.hooks().process());
        }
        note.ended().ifPresent(ended -> {
            add(text, "ended", ended.outcome().name());
            add(text, "sentence", ended.sentence());
            if (ended.stillNeeded()) {
                add(text, "restart", "still needed");
            }
        });
        return text.toString().getBytes(UTF_8);
    }

    private static void add(StringBuilder text, String key, String value) {
        text.append(key)
                .append(SEPARATOR)
                .append(TextSanitizer.singleLine(value, MAX_VALUE_LENGTH))
                .append('\n');
    }

    @Override
    public RestartNote decode(byte[] content) {
        List<String> lines = text(content).lines().toList();
        Namespec name = name(lines.isEmpty() ? "" : lines.get(0));
        Map<String, String> values = new HashMap<>();
        for (String line : lines.subList(1, lines.size())) {
            int separator = line.indexOf(SEPARATOR);
            if (separator > 0) {
                values.put(line.substring(0, separator), line.substring(separator + SEPARATOR.length()));
            }
        }
        try {
            return note(name, since(lines), values);
        } catch (DateTimeException | ArithmeticException e) {
            throw new IllegalArgumentException("a time in it is no time", e);
        }
    }

    private static String text(byte[] content) {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("it is not UTF-8", e);
        }
    }

    private static Namespec name(String line) {
        if (hasControlCharacters(line)) {
            throw new IllegalArgumentException("there are control characters in the name");
        }
        // neither supervisord nor a listener has a name that begins with a colon
        Namespec name = Namespec.parse(
                line.startsWith(ENCODED) ? URLDecoder.decode(line.substring(ENCODED.length()), UTF_8) : line);
        if (name.group().isEmpty() || name.name().isEmpty()) {
            throw new IllegalArgumentException("its first line is not a name");
        }
        return name;
    }

    private static boolean hasControlCharacters(String text) {
        return text.chars().anyMatch(Character::isISOControl);
    }

    /** A process that was stopped must not stay so for long because its note is damaged. */
    private static Duration pause(String value) {
        Duration pause = Duration.parse(value);
        return pause.compareTo(MAX_PAUSE) > 0 ? MAX_PAUSE : pause;
    }

    private static Instant since(List<String> lines) {
        return lines.size() > 1 && lines.get(1).startsWith(SINCE)
                ? Instant.parse(lines.get(1).substring(SINCE.length()))
                : Instant.EPOCH;
    }

    /** Without one that an alert can have, it is another restart for those who are told, and finished all the same. */
    private static String id(Map<String, String> values) {
        try {
            String id = values.getOrDefault("id", "");
            Alert.checkId(id);
            return id;
        } catch (IllegalArgumentException e) {
            return UUID.randomUUID().toString();
        }
    }

    private static RestartNote note(Namespec name, Instant since, Map<String, String> values) {
        ProcessInfo process = new ProcessInfo(
                name,
                ProcessState.valueOf(values.getOrDefault("state", ProcessState.UNKNOWN.name())),
                Long.parseLong(values.getOrDefault("pid", "0")),
                Instant.parse(values.getOrDefault("started", Instant.EPOCH.toString())),
                Instant.EPOCH,
                Instant.parse(values.getOrDefault("seen", Instant.EPOCH.toString())),
                0,
                "",
                "",
                "");
        String reason = values.getOrDefault("reason", "restarted for a reason that was not recorded");
        CheckResult result = new CheckResult(
                process,
                true,
                values.getOrDefault("value", ""),
                values.getOrDefault("limit", ""),
                reason,
                values.getOrDefault("cause", RestartNote.UNKNOWN_CAUSE));
        String id = id(values);
        return new RestartNote(
                new Decision(
                        result,
                        DecisionType.valueOf(values.getOrDefault("type", DecisionType.RESTART.name())),
                        reason,
                        true),
                id,
                since,
                pause(values.getOrDefault("pause", Duration.ZERO.toString())),
                values.containsKey("start-failed"),
                Optional.ofNullable(values.get("ended"))
                        .map(outcome -> new RestartResult(
                                name,
                                Outcome.valueOf(outcome.toUpperCase(Locale.ROOT)),
                                values.getOrDefault("sentence", ""),
                                id,
                                values.containsKey("restart"))),
                values.getOrDefault("by", ""),
                new HookProgress(
                        stage(values.getOrDefault("after-hook", "")),
                        values.getOrDefault("hook-failure", ""),
                        values.getOrDefault("hook-process", "")),
                progress(values.getOrDefault("begun", "")));
    }

    private static Progress progress(String begun) {
        return switch (begun) {
            case NOT_BEGUN -> Progress.QUEUED;
            case STOP_NOT_BEGUN -> Progress.BEFORE_STOP;
            default -> Progress.BEGUN;
        };
    }

    /** What another version may have written is nothing that this one has begun. */
    private static Stage stage(String name) {
        return Stream.of(Stage.values())
                .filter(stage -> stage.name().equals(name))
                .findFirst()
                .orElse(Stage.NONE);
    }
}
