package org.superlance.listener.crash;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.superlance.listener.history.HistoryEvent;
import org.superlance.listener.history.HistoryEvent.DeathEvent;
import org.superlance.listener.notify.Alert;
import org.superlance.listener.state.MessageCodec;
import org.superlance.listener.state.SpoolDirectory;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.util.Durations;

/**
 * A failure as it waits to be told, with what has been found out about it.
 *
 * @param id kept from the moment it was taken in; the alert about it has it too
 * @param details empty until somebody has looked into it
 */
public record QueuedFailure(String id, ProcessFailure failure, Optional<FailureDetails> details) {

    /** A queued failure as a file. */
    public static final SpoolDirectory.Codec<QueuedFailure> CODEC = new FileCodec();

    /** @throws IllegalArgumentException if no alert can have that id */
    public QueuedFailure {
        Alert.checkId(id);
    }

    static QueuedFailure of(ProcessFailure failure) {
        return new QueuedFailure(UUID.randomUUID().toString(), failure, Optional.empty());
    }

    /** Such as {@code EXITED web:w1}. */
    String describe() {
        return failure.type() + " " + failure.process();
    }

    /** What a history has of it; with its details, if somebody has looked into it. */
    public HistoryEvent historyEvent() {
        String cause = details.map(found -> found.causeOrUnknown()
                        + found.uptime()
                                .map(up -> ", up " + Durations.format(up))
                                .orElse(""))
                .orElse("");
        return new DeathEvent(
                failure.time(),
                failure.process().toString(),
                failure.type().name().toLowerCase(Locale.ROOT),
                cause);
    }

    /** The same failure, looked into. */
    public QueuedFailure withDetails(FailureDetails found) {
        return new QueuedFailure(id, failure, Optional.of(found));
    }

    /** The same failure, with another object for the same process. */
    QueuedFailure withProcess(Namespec process) {
        return new QueuedFailure(id, failure.withProcess(process), details);
    }

    /** As a spool keeps it: an operator can read it. */
    private static final class FileCodec extends MessageCodec<QueuedFailure> {

        FileCodec() {
            super("incident");
        }

        @Override
        protected Message toMessage(QueuedFailure queued) {
            return new Message(
                    queued.id(),
                    queued.failure().time(),
                    queued.describe(),
                    queued.details().map(FailureDetails::logTail).orElse(""),
                    labels(queued.failure(), queued.details()));
        }

        @Override
        protected QueuedFailure fromMessage(Message message) {
            Map<String, String> labels = message.labels();
            ProcessFailure failure = new ProcessFailure(
                    ProcessFailure.FailureType.valueOf(labels.getOrDefault("kind", "")),
                    new Namespec(labels.getOrDefault("group", ""), labels.getOrDefault("process", "")),
                    number(labels.get("pid")),
                    labels.getOrDefault("from", "UNKNOWN"),
                    message.time(),
                    number(labels.get("serial")),
                    Optional.ofNullable(labels.get("not-before")).map(Instant::parse));
            return new QueuedFailure(message.id(), failure, details(labels, message.text()));
        }

        private static OptionalLong number(@Nullable String text) {
            return text == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text));
        }

        private static Map<String, String> labels(ProcessFailure failure, Optional<FailureDetails> details) {
            Map<String, String> labels = new HashMap<>();
            labels.put("kind", failure.type().name());
            labels.put("group", failure.process().group());
            labels.put("process", failure.process().name());
            labels.put("from", failure.fromState());
            failure.pid().ifPresent(pid -> labels.put("pid", Long.toString(pid)));
            failure.serial().ifPresent(serial -> labels.put("serial", Long.toString(serial)));
            failure.notBefore().ifPresent(time -> labels.put("not-before", time.toString()));
            details.ifPresent(found -> {
                labels.put("looked-into", "yes");
                labels.put("out-of-memory", Boolean.toString(found.outOfMemory()));
                found.cause().ifPresent(cause -> labels.put("cause", cause));
                if (found.cause().isEmpty()) {
                    labels.put("unknown", found.unknown());
                }
                found.uptime().ifPresent(uptime -> labels.put("uptime-ms", Long.toString(uptime.toMillis())));
            });
            return labels;
        }

        private static Optional<FailureDetails> details(Map<String, String> labels, String logTail) {
            if (!labels.containsKey("looked-into")) {
                return Optional.empty();
            }
            Optional<String> uptimeMillis = Optional.ofNullable(labels.get("uptime-ms"));
            return Optional.of(new FailureDetails(
                    Optional.ofNullable(labels.get("cause")),
                    uptimeMillis.map(millis -> Duration.ofMillis(Long.parseLong(millis))),
                    Boolean.parseBoolean(labels.get("out-of-memory")),
                    logTail,
                    labels.getOrDefault("unknown", FailureDetails.UNKNOWN.unknown())));
        }
    }
}
