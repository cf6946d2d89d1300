package org.superlance.listener.notify;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.util.TextSanitizer;

/**
 * The one message about what happened while alerts were held back.
 *
 * @param clock tells the time, and the zone in which it is told
 */
record HeldSummary(Clock clock) {

    private static final int MAX_LINES = 500;
    private static final int MAX_PROGRAMS = 3;
    private static final int MAX_LINE_LENGTH = 300;
    private static final String EVENT = "held";

    /** @param incidents at least one */
    Alert of(List<HeldAlert> incidents) {
        Alert first = incidents.get(0).alert();
        String ids = incidents.stream().map(held -> held.alert().id()).sorted().collect(Collectors.joining("\n"));
        int number = incidents.stream().mapToInt(HeldAlert::count).sum();
        String when = incidents.stream()
                .map(held -> held.reason().clause())
                .distinct()
                .collect(Collectors.joining(" and "));
        String what = (number == 1 ? "1 incident " : number + " incidents ") + when;
        return new Alert(
                // the same if the listener is killed before they are removed
                Alert.derivedId("held\n" + ids),
                clock.instant(),
                first.label("command") + ": " + what + programs(incidents),
                text(incidents, when),
                labels(incidents, number));
    }

    /** {@code : web:w1, web:w2}; nothing if they are many. */
    private static String programs(List<HeldAlert> incidents) {
        List<String> names = incidents.stream()
                .map(held -> program(held.alert()))
                .filter(name -> !name.isEmpty())
                .distinct()
                .toList();
        return names.isEmpty() || names.size() > MAX_PROGRAMS ? "" : ": " + String.join(", ", names);
    }

    private static String program(Alert alert) {
        return alert.label("process").isEmpty()
                ? ""
                : new Namespec(alert.label("group"), alert.label("process")).toString();
    }

    private String text(List<HeldAlert> incidents, String when) {
        StringBuilder text = new StringBuilder("This happened " + when + ", and was held back until now:\n\n");
        incidents.stream()
                .limit(MAX_LINES)
                .forEach(held -> text.append(line(held)).append('\n'));
        if (incidents.size() > MAX_LINES) {
            text.append("and ").append(incidents.size() - MAX_LINES).append(" more\n");
        }
        return text.append("\nWhat still lasts is told by itself.\nHost: ")
                .append(incidents.get(0).alert().label("host"))
                .append('\n')
                .toString();
    }

    private String line(HeldAlert held) {
        ZoneId zone = clock.getZone();
        String subject = TextSanitizer.singleLine(held.alert().subject(), MAX_LINE_LENGTH);
        if (held.over()) {
            return shown(held.alert().time(), zone) + " to " + shown(held.last(), zone) + "  " + subject;
        }
        return held.count() == 1
                ? shown(held.last(), zone) + "  " + subject
                : shown(held.alert().time(), zone) + " to " + shown(held.last(), zone) + "  " + held.count()
                        + " times: " + subject;
    }

    private static String shown(Instant time, ZoneId zone) {
        return Format.TIME.format(LocalDateTime.ofInstant(time, zone));
    }

    /** Made when something was held back, which is rare: every listener has this summary, and the format takes milliseconds. */
    private static final class Format {
        static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);
    }

    /** What all have in common, and how bad the worst is. */
    private static Map<String, String> labels(List<HeldAlert> incidents, int number) {
        Map<String, String> labels = new TreeMap<>(incidents.get(0).alert().labels());
        incidents.forEach(held -> labels.entrySet()
                .removeIf(label -> !label.getValue().equals(held.alert().label(label.getKey()))));
        labels.keySet().removeAll(List.of("event", "outcome", "state", "incidents", "url"));
        Map<String, String> all = new HashMap<>(labels);
        all.put("event", EVENT);
        all.put("incidents", Integer.toString(number));
        // critical is less than warning
        all.put(
                "severity",
                incidents.stream()
                        .map(held -> held.alert().label("severity"))
                        .filter(severity -> !severity.isEmpty())
                        .min(Comparator.naturalOrder())
                        .orElse("warning"));
        return all;
    }

    /** An alert that was held back, which says so. */
    static Alert late(HeldAlert held) {
        Alert alert = held.alert();
        return alert.withText(
                alert.subject(),
                alert.text().stripTrailing() + "\n\nThis happened "
                        + held.reason().clause() + ", and was held back until now.\n");
    }
}
