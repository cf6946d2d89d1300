package org.superlance.listener.restart;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.superlance.listener.restart.Check.CheckResult;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.ProcessState;

/** The results and decisions of one check in the order of restarts. */
record OrderedDecisions(RestartOrder order, List<ProcessInfo> processes) {

    /** What others depend on comes first. */
    List<CheckResult> sort(List<CheckResult> results) {
        List<Namespec> all = new ArrayList<>(processes.size());
        for (ProcessInfo process : processes) {
            all.add(process.name());
        }
        return order.sort(results, result -> result.process().name(), all);
    }

    /** The decisions, with what their order adds to their reasons. */
    List<Decision> explain(List<Decision> decisions) {
        Set<Namespec> acted = new HashSet<>();
        for (Decision decision : decisions) {
            if (decision.isActionable()) {
                acted.add(decision.name());
            }
        }
        List<Decision> explained = new ArrayList<>(decisions);
        explained.replaceAll(decision -> decision.isActionable() ? explain(decision, acted) : decision);
        return List.copyOf(explained);
    }

    private Decision explain(Decision decision, Set<Namespec> acted) {
        List<String> after = new ArrayList<>();
        List<String> before = new ArrayList<>();
        for (ProcessInfo process : processes) {
            boolean isActedOn = acted.contains(process.name());
            boolean runs = process.state() == ProcessState.RUNNING;
            if (order.dependsOn(decision.name(), process.name()) && (isActedOn || !runs)) {
                // not in which state: by the time of the restart it runs
                after.add(process.name().toString());
            } else if (order.restartsDependants()
                    && order.dependsOn(process.name(), decision.name())
                    && runs
                    && !isActedOn) {
                before.add(process.name().toString());
            }
        }
        return decision.because((after.isEmpty() ? "" : "; after " + String.join(", ", after))
                + (before.isEmpty() ? "" : "; before its dependants " + String.join(", ", before)));
    }
}
