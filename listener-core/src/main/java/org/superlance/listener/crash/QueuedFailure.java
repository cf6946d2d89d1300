package org.superlance.listener.crash;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.superlance.listener.notify.Alert;
import org.superlance.listener.supervisor.Namespec;

/**
 * A failure as it waits to be told, with what has been found out about it.
 *
 * @param id kept from the moment it was taken in
 * @param details empty until somebody has looked into it
 */
public record QueuedFailure(String id, ProcessFailure failure, Optional<FailureDetails> details) {

    static QueuedFailure of(ProcessFailure failure) {
        Alert alert = Alert.of(failure.time(), "", "", Map.of());
        return new QueuedFailure(alert.id(), failure, Optional.empty());
    }

    /** The same failure, looked into. */
    public QueuedFailure withDetails(FailureDetails found) {
        return new QueuedFailure(id, failure, Optional.of(found));
    }

    /** The same note, with another object for the same process. */
    QueuedFailure withProcess(Namespec process) {
        ProcessFailure same =
                new ProcessFailure(failure.type(), process, failure.pid(), failure.fromState(), failure.time());
        return new QueuedFailure(id, same, details);
    }

    /** As a spool keeps it: an operator can read it. */
    Alert toAlert() {
        Map<String, String> labels = new HashMap<>();
        labels.put("kind", failure.type().name());
        labels.put("group", failure.process().group());
        labels.put("process", failure.process().name());
        labels.put("from", failure.fromState());
        failure.pid().ifPresent(pid -> labels.put("pid", Long.toString(pid)));
        details.ifPresent(found -> {
            labels.put("looked-into", "yes");
            labels.put("out-of-memory", Boolean.toString(found.outOfMemory()));
            found.cause().ifPresent(cause -> labels.put("cause", cause));
            found.uptime().ifPresent(uptime -> labels.put("uptime-ms", Long.toString(uptime.toMillis())));
        });
        String subject = failure.type() + " " + failure.process();
        return new Alert(
                id,
                failure.time(),
                subject,
                details.map(FailureDetails::logTail).orElse(""),
                labels);
    }

    /** @throws IllegalArgumentException if the alert is no note, or somebody has changed it into none */
    static QueuedFailure of(Alert alert) {
        Map<String, String> labels = alert.labels();
        String pid = labels.get("pid");
        ProcessFailure failure = new ProcessFailure(
                ProcessFailure.FailureType.valueOf(labels.getOrDefault("kind", "")),
                new Namespec(labels.getOrDefault("group", ""), labels.getOrDefault("process", "")),
                pid == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(pid)),
                labels.getOrDefault("from", "UNKNOWN"),
                alert.time());
        return new QueuedFailure(alert.id(), failure, details(alert));
    }

    private static Optional<FailureDetails> details(Alert alert) {
        Map<String, String> labels = alert.labels();
        if (!labels.containsKey("looked-into")) {
            return Optional.empty();
        }
        return Optional.of(new FailureDetails(
                Optional.ofNullable(labels.get("cause")),
                Optional.ofNullable(labels.get("uptime-ms")).map(millis -> Duration.ofMillis(Long.parseLong(millis))),
                Boolean.parseBoolean(labels.get("out-of-memory")),
                alert.text()));
    }
}
