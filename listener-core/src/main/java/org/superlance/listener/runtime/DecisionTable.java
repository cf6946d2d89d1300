package org.superlance.listener.runtime;

import java.util.Collection;
import java.util.List;
import org.superlance.listener.restart.Decision;
import org.superlance.listener.restart.Decision.DecisionType;
import org.superlance.listener.supervisor.ProcessPattern;
import org.superlance.listener.util.Durations;
import org.superlance.listener.util.TextSanitizer;
import org.superlance.listener.util.TextTable;

/** The decisions of one check as a table for people. */
final class DecisionTable {

    private static final String RED = "\u001b[31m";
    private static final String YELLOW = "\u001b[33m";
    private static final String GREEN = "\u001b[32m";
    private static final String RESET = "\u001b[0m";
    private static final int VERDICT_COLUMN = 5;

    private final String valueTitle;
    private final boolean inColour;

    DecisionTable(String valueTitle, boolean inColour) {
        this.valueTitle = valueTitle;
        this.inColour = inColour;
    }

    String of(List<Decision> decisions, Collection<ProcessPattern> unknown) {
        TextTable table = new TextTable("PROGRAM", "PID", valueTitle, "LIMIT", "UPTIME", "VERDICT", "REASON");
        if (inColour) {
            table.decorate(VERDICT_COLUMN, DecisionTable::coloured);
        }
        decisions.forEach(decision -> table.add(row(decision)));
        unknown.forEach(name ->
                table.add(name.toString(), "-", "-", "-", "-", "unknown", "supervisord knows no process of this name"));
        return table.toString();
    }

    private static String[] row(Decision decision) {
        return new String[] {
            TextSanitizer.printable(decision.name().toString()),
            Long.toString(decision.process().pid()),
            decision.result().value(),
            decision.result().limit().isEmpty() ? "-" : decision.result().limit(),
            decision.uptime().map(Durations::format).orElse("-"),
            decision.type().toString(),
            TextSanitizer.printable(decision.reason())
        };
    }

    private static String coloured(String verdict) {
        String colour = verdict.equals(DecisionType.OK.toString())
                ? GREEN
                : verdict.equals(DecisionType.RESTART.toString()) ? RED : YELLOW;
        return colour + verdict + RESET;
    }
}
