package org.superlance.listener.crash;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.superlance.listener.notify.Alert;
import org.superlance.listener.supervisor.Namespec;

/**
 * An incident as it waits to be told, with what has been found out about it.
 *
 * @param id kept from the moment it was taken in
 * @param particulars empty until somebody has looked into it
 */
public record Note(String id, Incident incident, Optional<Particulars> particulars) {

    static Note of(Incident incident) {
        Alert alert = Alert.of(incident.time(), "", "", Map.of());
        return new Note(alert.id(), incident, Optional.empty());
    }

    /** The same incident, looked into. */
    public Note with(Particulars found) {
        return new Note(id, incident, Optional.of(found));
    }

    /** The same note, with another object for the same process. */
    Note about(Namespec process) {
        Incident same = new Incident(incident.kind(), process, incident.pid(), incident.from(), incident.time());
        return new Note(id, same, particulars);
    }

    /** As a spool keeps it: an operator can read it. */
    Alert toAlert() {
        Map<String, String> labels = new HashMap<>();
        labels.put("kind", incident.kind().name());
        labels.put("group", incident.process().group());
        labels.put("process", incident.process().name());
        labels.put("from", incident.from());
        incident.pid().ifPresent(pid -> labels.put("pid", Long.toString(pid)));
        particulars.ifPresent(found -> {
            labels.put("looked-into", "yes");
            labels.put("out-of-memory", Boolean.toString(found.outOfMemory()));
            found.cause().ifPresent(cause -> labels.put("cause", cause));
            found.uptime().ifPresent(uptime -> labels.put("uptime-ms", Long.toString(uptime.toMillis())));
        });
        String subject = incident.kind() + " " + incident.process();
        return new Alert(
                id, incident.time(), subject, particulars.map(Particulars::tail).orElse(""), labels);
    }

    /** @throws IllegalArgumentException if the alert is no note, or somebody has changed it into none */
    static Note of(Alert alert) {
        Map<String, String> labels = alert.labels();
        String pid = labels.get("pid");
        Incident incident = new Incident(
                Incident.Kind.valueOf(labels.getOrDefault("kind", "")),
                new Namespec(labels.getOrDefault("group", ""), labels.getOrDefault("process", "")),
                pid == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(pid)),
                labels.getOrDefault("from", "UNKNOWN"),
                alert.time());
        return new Note(alert.id(), incident, particulars(alert));
    }

    private static Optional<Particulars> particulars(Alert alert) {
        Map<String, String> labels = alert.labels();
        if (!labels.containsKey("looked-into")) {
            return Optional.empty();
        }
        return Optional.of(new Particulars(
                Optional.ofNullable(labels.get("cause")),
                Optional.ofNullable(labels.get("uptime-ms")).map(millis -> Duration.ofMillis(Long.parseLong(millis))),
                Boolean.parseBoolean(labels.get("out-of-memory")),
                alert.text()));
    }
}
