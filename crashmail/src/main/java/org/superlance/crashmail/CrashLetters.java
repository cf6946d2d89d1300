package org.superlance.crashmail;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.superlance.listener.crash.Incident;
import org.superlance.listener.crash.Note;
import org.superlance.listener.crash.Particulars;
import org.superlance.listener.notify.Alert;
import org.superlance.listener.util.Durations;

/** What crashmail writes. */
final class CrashLetters {

    private final String prefix;
    private final String host;
    private final DateTimeFormatter time;

    /**
     * @param prefix what each subject begins with; empty for nothing
     * @param zone in which times are told
     */
    CrashLetters(String prefix, String host, ZoneId zone) {
        this.prefix = prefix.isEmpty() ? "" : prefix + ": ";
        this.host = host;
        this.time = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss,SSS", Locale.ROOT)
                .withZone(zone);
    }

    /**
     * About one incident, under the id of its note.
     *
     * @param crashes how often in the last hour, as a line
     * @param lost how many events never reached us
     */
    Alert about(Note note, Particulars found, String crashes, long lost) {
        Incident incident = note.incident();
        List<String> lines = new ArrayList<>(List.of(what(incident), ""));
        lines.add("What happened: " + found.causeOrUnknown());
        lines.add("Host: " + host);
        found.uptime().ifPresent(uptime -> lines.add("It had run for: " + Durations.format(uptime)));
        lines.add(crashes);
        addLost(lines, lost);
        if (!found.tail().isEmpty()) {
            lines.addAll(List.of("", found.tail()));
        }
        return alert(note, incident.process().name() + happened(incident) + at(incident.time()), lines);
    }

    /** About all that were held back of a program, under the id of the first. */
    Alert about(Throttle.Held held, Allowance allowance, long lost) {
        Note first = held.first();
        Incident incident = first.incident();
        Instant last = held.notes().get(held.notes().size() - 1).incident().time();
        String times = held.number() == 1 ? "once more" : held.number() + " times more";
        List<String> lines = new ArrayList<>();
        lines.add("Process " + incident.process().name() + " in group "
                + incident.process().group() + ": "
                + (held.number() == 1 ? "1 mail was" : held.number() + " mails were")
                + " held back, because more than " + allowance + " are not wanted.");
        lines.add("");
        lines.add("From " + time.format(incident.time()) + " to "
                + (held.more() == 0
                        ? time.format(last)
                        : "now, the first " + held.notes().size() + " of them:"));
        causes(held.notes()).forEach((what, number) -> lines.add("  " + number + " x " + what));
        lines.add("Host: " + host);
        addLost(lines, lost);
        String subject =
                incident.process().name() + happened(incident) + " " + times + " since " + time.format(incident.time());
        return alert(first, subject, lines);
    }

    /** About a program that runs again. */
    Alert about(Recoveries.Recovery recovery, Instant now) {
        Incident incident = recovery.incident();
        Duration uptime = recovery.process().uptime().orElse(Duration.ZERO);
        List<String> lines = List.of(
                "Process " + incident.process().name() + " in group "
                        + incident.process().group() + " has been running again for " + Durations.format(uptime)
                        + " (pid " + recovery.process().pid() + ")",
                "",
                "Reported before: it" + happened(incident) + at(incident.time()),
                "Host: " + host,
                "");
        Map<String, String> labels = labels(incident);
        labels.put("state", "resolved");
        String subject = prefix + incident.process().name() + " has recovered" + at(now);
        return Alert.of(now, subject, String.join("\n", lines), labels);
    }

    /**
     * A line that says how often.
     *
     * @param since when it was begun to count, if that is less than an hour ago
     */
    String crashes(String number, Optional<Instant> since) {
        return "Crashes in the last hour: " + number
                + since.map(begin -> " (counted since " + time.format(begin) + ")")
                        .orElse("");
    }

    private static void addLost(List<String> lines, long lost) {
        if (lost > 0) {
            lines.add("");
            lines.add((lost == 1 ? "1 event was" : lost + " events were")
                    + " lost before this, because supervisord's buffer was full. The crashes that its log tells of are mailed"
                    + " all the same; there may have been others. Raise buffer_size.");
        }
    }

    private static Map<String, Long> causes(List<Note> notes) {
        return notes.stream()
                .collect(Collectors.groupingBy(
                        note -> note.incident().kind() + ", "
                                + note.particulars().orElse(Particulars.UNKNOWN).causeOrUnknown(),
                        LinkedHashMap::new,
                        Collectors.counting()));
    }

    private static String what(Incident incident) {
        String process = "Process " + incident.process().name() + " in group "
                + incident.process().group();
        String pid = incident.pid().isPresent() ? " (pid " + incident.pid().getAsLong() + ")" : "";
        return switch (incident.kind()) {
            case EXITED -> process + " exited unexpectedly" + pid + " from state " + incident.from();
            case BACKOFF ->
                process + " ended before its startsecs were over" + pid + " from state " + incident.from()
                        + "; supervisord tries again";
            case FATAL ->
                process + " could not be started" + pid + " from state " + incident.from()
                        + "; supervisord has given it up";
        };
    }

    private static String happened(Incident incident) {
        return switch (incident.kind()) {
            case EXITED -> " crashed";
            case BACKOFF -> " failed to start";
            case FATAL -> " was given up";
        };
    }

    private String at(Instant instant) {
        return " at " + time.format(instant);
    }

    private Alert alert(Note note, String subject, List<String> lines) {
        Incident incident = note.incident();
        String text = String.join("\n", lines) + "\n";
        return new Alert(note.id(), incident.time(), prefix + subject, text, labels(incident));
    }

    private Map<String, String> labels(Incident incident) {
        Map<String, String> labels = new HashMap<>();
        labels.put("command", "crashmail");
        labels.put("host", host);
        labels.put("group", incident.process().group());
        labels.put("process", incident.process().name());
        labels.put("event", incident.kind().name());
        return labels;
    }
}
