package org.superlance.listener.runtime;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;
import org.superlance.listener.restart.Decision;
import org.superlance.listener.restart.Decision.DecisionType;
import org.superlance.listener.supervisor.ProcessPattern;
import org.superlance.listener.util.Durations;

/** The decisions of one check as a table for people. */
final class DecisionTable {

    private static final String RED = "\u001b[31m";
    private static final String YELLOW = "\u001b[33m";
    private static final String GREEN = "\u001b[32m";
    private static final String RESET = "\u001b[0m";
    private static final int DECISION_COLUMN = 5;

    private final String valueTitle;
    private final boolean inColour;

    DecisionTable(String valueTitle, boolean inColour) {
        this.valueTitle = valueTitle;
        this.inColour = inColour;
    }

    String of(List<Decision> decisions, Collection<ProcessPattern> unknown) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("PROGRAM", "PID", valueTitle, "LIMIT", "UPTIME", "VERDICT", "REASON"));
        decisions.forEach(decision -> rows.add(row(decision)));
        unknown.forEach(name -> rows.add(
                List.of(name.toString(), "-", "-", "-", "-", "unknown", "supervisord knows no process of this name")));
        int[] widths = IntStream.range(0, rows.get(0).size())
                .map(column -> rows.stream()
                        .mapToInt(row -> width(row.get(column)))
                        .max()
                        .orElse(0))
                .toArray();
        StringBuilder text = new StringBuilder();
        rows.forEach(row -> append(text, row, widths));
        return text.toString();
    }

    private static List<String> row(Decision decision) {
        return List.of(
                printable(decision.name().toString()),
                Long.toString(decision.process().pid()),
                decision.result().value(),
                decision.result().limit().isEmpty() ? "-" : decision.result().limit(),
                decision.uptime().map(Durations::format).orElse("-"),
                decision.type().toString(),
                printable(decision.reason()));
    }

    private void append(StringBuilder text, List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            String cell = row.get(column);
            line.append(column == DECISION_COLUMN ? coloured(cell) : cell)
                    .append(" ".repeat(widths[column] - width(cell) + 2));
        }
        text.append(line.toString().stripTrailing()).append('\n');
    }

    private String coloured(String verdict) {
        if (!inColour || verdict.equals("VERDICT")) {
            return verdict;
        }
        String colour = verdict.equals(DecisionType.OK.toString())
                ? GREEN
                : verdict.equals(DecisionType.RESTART.toString()) ? RED : YELLOW;
        return colour + verdict + RESET;
    }

    private static int width(String cell) {
        return cell.codePointCount(0, cell.length());
    }

    private static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }
}
