package org.superlance.listener.runtime;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.ProcessPattern;
import org.superlance.listener.util.TextSanitizer;

/** The states of processes as a table for people. */
final class ProcessStateTable {

    private static final int MAX_WIDTH = 60;

    private final List<List<String>> rows = new ArrayList<>();
    private final DateTimeFormatter time;

    ProcessStateTable(ZoneId zone) {
        time = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(zone);
        rows.add(List.of("PROGRAM", "STATE", "SINCE", "VERDICT"));
    }

    void add(ProcessInfo process, String verdict) {
        Instant since = process.hasPid() ? process.start() : process.stop();
        rows.add(List.of(
                TextSanitizer.singleLine(process.name().toString(), MAX_WIDTH),
                process.state().name(),
                since.equals(Instant.EPOCH) ? "-" : time.format(since),
                verdict));
    }

    void addUnknown(ProcessPattern name) {
        rows.add(List.of(
                TextSanitizer.singleLine(name.toString(), MAX_WIDTH),
                "-",
                "-",
                "unknown: no process of this name is looked at"));
    }

    String text() {
        int[] widths = new int[rows.get(0).size()];
        rows.forEach(row -> {
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], width(row.get(column)));
            }
        });
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < widths.length; column++) {
                line.append(row.get(column)).append(" ".repeat(widths[column] - width(row.get(column)) + 2));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private static int width(String cell) {
        return cell.codePointCount(0, cell.length());
    }
}
