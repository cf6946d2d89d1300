package org.superlance.superlance.status;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.superlance.listener.status.ListenerStatus;
import org.superlance.listener.status.ListenerStatus.Condition;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.util.Durations;
import org.superlance.listener.util.TextSanitizer;
import org.superlance.listener.util.TextTable;
import org.superlance.superlance.spool.SpoolEntry;
import org.superlance.superlance.spool.SpoolEntry.Kind;
import org.superlance.superlance.status.HostStatus.Facts;
import org.superlance.superlance.status.HostStatus.ListenerReport;

/**
 * The status for people: a table, and below it what needs attention.
 *
 * @param width of the terminal; 0 for no limit
 * @param inColour whether to use colours
 */
record StatusTable(int width, boolean inColour, ZoneId zone) {

    private static final String RED = "\u001b[31m";
    private static final String YELLOW = "\u001b[33m";
    private static final String GREEN = "\u001b[32m";
    private static final String BOLD = "\u001b[1m";
    private static final String RESET = "\u001b[0m";
    private static final int STATE_COLUMN = 2;

    /** From here on there is room for all columns. */
    private static final int WIDE = 110;

    private static final int MAX_NAME = 24;
    private static final int MAX_WIDE_NAME = 60;
    private static final int MIN_WRAP = 40;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

    private boolean isWide() {
        return width == 0 || width >= WIDE;
    }

    /** Its lines, each with a line feed. */
    String of(HostStatus status) {
        StringBuilder text = new StringBuilder();
        if (!status.listeners().isEmpty()) {
            text.append(table(status)).append('\n');
        }
        status.unknown().forEach(sentence -> item(text, RED, "can't tell", sentence));
        for (ListenerReport listener : status.listeners()) {
            listener.attention().forEach(sentence -> item(text, RED, label(listener), sentence));
        }
        for (ListenerReport listener : status.listeners()) {
            listener.notes().forEach(sentence -> item(text, YELLOW, label(listener), sentence));
        }
        status.pauses().forEach(pause -> item(text, YELLOW, "maintenance", pause.describe(status.time(), zone)));
        text.append(summary(status)).append('\n');
        return text.toString();
    }

    private String summary(HostStatus status) {
        long needing = status.listeners().stream()
                .filter(listener -> !listener.attention().isEmpty())
                .count();
        int all = status.listeners().size();
        String verdict = !status.unknown().isEmpty()
                ? coloured(BOLD + RED, "can't tell whether all is well")
                : needing == 0
                        ? coloured(BOLD + GREEN, all == 1 ? "1 listener, all is well" : all + " listeners, all is well")
                        : coloured(
                                BOLD + RED,
                                needing + " of " + all + (all == 1 ? " listener needs" : " listeners need")
                                        + " attention");
        String where = Stream.concat(
                        status.server().stream(), status.bases().stream().map(Path::toString))
                .collect(Collectors.joining(", "));
        String time = TIME.format(status.time().truncatedTo(ChronoUnit.SECONDS).atZone(zone));
        return verdict + " (" + time + (isWide() ? ", " + where : "") + ")";
    }

    private String table(HostStatus status) {
        List<String> titles = new ArrayList<>(List.of("LISTENER", "COMMAND", "STATE"));
        if (isWide()) {
            titles.addAll(List.of("PID", "UP", "VERSION"));
        }
        titles.addAll(List.of("TICK", "CHECK", "TOOK", "PROGRAMS", "ALERTS"));
        TextTable table = new TextTable(titles.toArray(String[]::new));
        if (inColour) {
            table.decorate(STATE_COLUMN, StatusTable::coloured);
        }
        for (ListenerReport listener : status.listeners()) {
            table.add(row(listener.facts(), status.time()).toArray(String[]::new));
        }
        return table.toString();
    }

    private List<String> row(Facts facts, Instant now) {
        Optional<ListenerStatus> status = facts.status();
        List<String> cells = new ArrayList<>();
        int longest = isWide() ? MAX_WIDE_NAME : MAX_NAME;
        cells.add(TextSanitizer.printable(TextSanitizer.singleLine(facts.label(), longest)));
        cells.add(TextSanitizer.printable(TextSanitizer.singleLine(facts.command(), longest)));
        cells.add(facts.state());
        boolean runs = facts.isRunning();
        if (isWide()) {
            cells.add(runs ? pid(facts) : "-");
            cells.add(runs ? up(facts, now) : "-");
            cells.add(
                    status.map(known -> TextSanitizer.printable(known.identity().version()))
                            .orElse("-"));
        }
        cells.add(ago(
                status.filter(known -> runs).flatMap(known -> known.activity().lastTick()), now));
        cells.add(ago(
                status.filter(known -> runs).flatMap(known -> known.activity().lastCheck()), now));
        cells.add(status.filter(known -> runs)
                .flatMap(known -> known.activity().checkDuration())
                .map(StatusTable::took)
                .orElse("-"));
        cells.add(status.filter(known -> runs).map(StatusTable::programs).orElse("-"));
        cells.add(alerts(facts, now));
        return cells;
    }

    private static String pid(Facts facts) {
        long pid = facts.process()
                .map(ProcessInfo::pid)
                .or(() -> facts.status().map(status -> status.identity().pid()))
                .orElse(0L);
        return pid == 0 ? "-" : Long.toString(pid);
    }

    private static String up(Facts facts, Instant now) {
        return facts.process()
                .flatMap(ProcessInfo::uptime)
                .or(() -> facts.status()
                        .map(status -> Durations.elapsed(status.identity().started(), now)))
                .map(Durations::format)
                .orElse("-");
    }

    private static String took(Duration duration) {
        return duration.toMillis() < 1_000
                ? String.format(Locale.ROOT, "%.2fs", duration.toMillis() / 1_000.0)
                : Durations.format(duration);
    }

    /** {@code 12, 1 held}: how many it watches, and the worst that can be said of them. */
    private static String programs(ListenerStatus status) {
        String watched = status.activity().lastCheck().isEmpty()
                ? "-"
                : Integer.toString(status.activity().watched());
        for (Condition condition : List.of(
                Condition.HELD,
                Condition.OVER,
                Condition.PAUSED,
                Condition.RESTARTING,
                Condition.UNCLEAR,
                Condition.NEAR)) {
            long number = status.programs().stream()
                    .filter(program -> program.condition() == condition)
                    .count();
            if (number > 0) {
                return watched + ", " + number + " " + condition.name().toLowerCase(Locale.ROOT);
            }
        }
        return watched;
    }

    /** {@code 7, 2h}: how many wait, and since when; those of a listener that does not run are counted on disk. */
    private static String alerts(Facts facts, Instant now) {
        Optional<ListenerStatus> status = facts.status().filter(known -> facts.isRunning());
        long waiting = status.map(known -> known.receivers().stream()
                        .mapToLong(ListenerStatus.ReceiverStatus::waiting)
                        .sum())
                .orElseGet(() -> facts.count(Kind.ALERT));
        Optional<Instant> oldest = status.map(known -> known.receivers().stream()
                        .flatMap(receiver -> receiver.oldest().stream())
                        .min(Instant::compareTo))
                .orElseGet(() -> facts.entries().stream()
                        .filter(entry -> entry.kind() == Kind.ALERT)
                        .flatMap((SpoolEntry entry) -> entry.time().stream())
                        .min(Instant::compareTo));
        String first = waiting
                + oldest.map(time -> ", " + Durations.format(Durations.elapsed(time, now)))
                        .orElse("");
        return first + more(facts, Kind.HELD) + more(facts, Kind.REFUSED);
    }

    private static String more(Facts facts, Kind kind) {
        return facts.count(kind) == 0 ? "" : " +" + facts.count(kind) + " " + kind;
    }

    private static String ago(Optional<Instant> time, Instant now) {
        return time.map(then -> Durations.format(Durations.elapsed(then, now).truncatedTo(ChronoUnit.SECONDS)))
                .orElse("-");
    }

    private static String label(ListenerReport listener) {
        return TextSanitizer.printable(TextSanitizer.singleLine(listener.facts().label(), MAX_WIDE_NAME));
    }

    /** Later lines of a sentence are indented, so that its beginning can be seen. */
    private void item(StringBuilder text, String colour, String label, String sentence) {
        String head = label + ": ";
        String indent = "    ";
        StringBuilder line = new StringBuilder(coloured(colour, label)).append(": ");
        int column = head.length();
        for (String word : sentence.split(" ", -1)) {
            if (width >= MIN_WRAP && column > indent.length() && column + word.length() > width) {
                text.append(line.toString().stripTrailing()).append('\n');
                line = new StringBuilder(indent);
                column = indent.length();
            }
            line.append(word).append(' ');
            column += word.length() + 1;
        }
        text.append(line.toString().stripTrailing()).append('\n');
    }

    private String coloured(String colour, String text) {
        return inColour ? colour + text + RESET : text;
    }

    private static String coloured(String state) {
        String colour = switch (state) {
            case "RUNNING" -> GREEN;
            case "STARTING", "STOPPING" -> YELLOW;
            default -> RED;
        };
        return colour + state + RESET;
    }
}
