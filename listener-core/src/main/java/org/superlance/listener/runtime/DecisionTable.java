package org.superlance.listener.runtime;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import org.superlance.listener.restart.Check.CheckResult;
import org.superlance.listener.restart.Decision;
import org.superlance.listener.restart.Decision.DecisionType;
import org.superlance.listener.supervisor.ProcessPattern;
import org.superlance.listener.util.Durations;
import org.superlance.listener.util.TextSanitizer;
import org.superlance.listener.util.TextTable;

/** The decisions of one check as a table for people; each value has its limit beside it. */
record DecisionTable(List<String> valueTitles, boolean inColour) {

    private static final String RED = "\u001b[31m";
    private static final String YELLOW = "\u001b[33m";
    private static final String GREEN = "\u001b[32m";
    private static final String RESET = "\u001b[0m";

    String of(List<Decision> decisions, Collection<ProcessPattern> unknown) {
        List<String> titles = new ArrayList<>(List.of("PROGRAM", "PID"));
        valueTitles.forEach(title -> titles.addAll(List.of(title, "LIMIT")));
        int verdictColumn = titles.size() + 1;
        titles.addAll(List.of("UPTIME", "VERDICT", "REASON"));
        TextTable table = new TextTable(titles.toArray(String[]::new));
        if (inColour) {
            table.decorate(verdictColumn, DecisionTable::coloured);
        }
        decisions.forEach(decision -> table.add(row(decision)));
        unknown.forEach(name -> table.add(row(name, verdictColumn)));
        return table.toString();
    }

    private static String[] row(ProcessPattern unknown, int verdictColumn) {
        List<String> row = new ArrayList<>(Collections.nCopies(verdictColumn, "-"));
        row.set(0, unknown.toString());
        row.add("unknown");
        row.add("supervisord knows no process of this name"
                + unknown.hint().map(hint -> "; " + hint).orElse(""));
        return row.toArray(String[]::new);
    }

    private String[] row(Decision decision) {
        List<String> row = new ArrayList<>(List.of(
                TextSanitizer.printable(decision.name().toString()),
                Long.toString(decision.process().pid())));
        CheckResult result = decision.result();
        List<CheckResult> parts = valueTitles.size() == 1 ? List.of(result) : result.partsOrSelf();
        parts.forEach(part -> row.addAll(List.of(part.value(), part.limit().isEmpty() ? "-" : part.limit())));
        row.addAll(List.of(
                decision.uptime().map(Durations::format).orElse("-"),
                verdict(decision),
                TextSanitizer.printable(decision.reason())));
        return row.toArray(String[]::new);
    }

    /** What could not be checked is not known to be well. */
    private static String verdict(Decision decision) {
        boolean isUnknown =
                decision.type() == DecisionType.OK && decision.result().cause().equals(CheckResult.INDETERMINATE);
        return isUnknown ? "unknown" : decision.type().toString();
    }

    private static String coloured(String verdict) {
        String colour = verdict.equals(DecisionType.OK.toString())
                ? GREEN
                : verdict.equals(DecisionType.RESTART.toString()) ? RED : YELLOW;
        return colour + verdict + RESET;
    }
}
