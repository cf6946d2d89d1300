package org.superlance.listener.runtime;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.superlance.listener.configcheck.Diagnostic;
import org.superlance.listener.configcheck.RestartLimitCheck;
import org.superlance.listener.restart.Check;
import org.superlance.listener.restart.Check.CheckException;
import org.superlance.listener.restart.Check.CheckResult;
import org.superlance.listener.supervisor.ProcessInfo;

/** Checks once for {@code --check}, and looks at the rules. */
record MonitorConfigCheck(Check check, MonitorSettings settings, MonitorReport report) {

    private static final int MAX_NAMED = 10;
    private static final int MAX_REASONS = 50;

    List<Diagnostic> run(ConfigCheckContext context, Instant now) {
        List<Diagnostic> diagnostics = new ArrayList<>();
        try {
            diagnostics.addAll(diagnostics(check.check(context.processes(), now)));
        } catch (CheckException e) {
            diagnostics.add(Diagnostic.problem("it cannot look: " + e.getMessage()));
        }
        context.tick()
                .flatMap(tick -> RestartLimitCheck.check(settings.rules(), tick, settings.minRestartInterval()))
                .ifPresent(diagnostics::add);
        return report.diagnostics(diagnostics);
    }

    /** What is true of many is said once. */
    private static List<Diagnostic> diagnostics(List<CheckResult> results) {
        Map<String, List<String>> namesByReason = new LinkedHashMap<>();
        for (CheckResult result : results) {
            if (result.unhealthy() || result.cause().equals(CheckResult.INDETERMINATE)) {
                namesByReason
                        .computeIfAbsent(predicate(result), reason -> new ArrayList<>())
                        .add(name(result.process()));
            }
        }
        List<Diagnostic> diagnostics = namesByReason.entrySet().stream()
                .limit(MAX_REASONS)
                .map(entry -> Diagnostic.problem(names(entry.getValue()) + entry.getKey()))
                .collect(Collectors.toCollection(ArrayList::new));
        int more = namesByReason.size() - MAX_REASONS;
        if (more > 0) {
            diagnostics.add(Diagnostic.problem("so it is with " + more + " more; --once --dry-run shows them all"));
        }
        return diagnostics;
    }

    private static String predicate(CheckResult result) {
        return result.unhealthy()
                ? " would be restarted at the next tick: " + result.reason()
                        + "; fix it, or adjust the options if this is intended"
                : ": " + result.reason();
    }

    private static String name(ProcessInfo process) {
        return process.name() + " (" + (process.hasPid() ? "pid " + process.pid() : process.state()) + ")";
    }

    private static String names(List<String> all) {
        String first = String.join(", ", all.subList(0, Math.min(MAX_NAMED, all.size())));
        return all.size() > MAX_NAMED ? first + " and " + (all.size() - MAX_NAMED) + " others" : first;
    }
}
