package org.superlance.httpok;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.superlance.httpok.CombinedResult.Rule;
import org.superlance.httpok.HttpCheck.TargetSelector;
import org.superlance.httpok.Probe.ProbeTemplate;
import org.superlance.httpok.ProbeResult.Cause;
import org.superlance.listener.notify.NotificationConfig;
import org.superlance.listener.restart.RestartRules;
import org.superlance.listener.runtime.MonitorListener;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessPattern;

/**
 * The options of httpok.
 *
 * @param checks what is checked, or that of each process; at least one
 * @param rule which of the checks must succeed
 * @param each whether each process is checked on its own
 * @param successThreshold how many times in a row the check must succeed until it does not fail any more
 * @param timeout for each check
 * @param maxLatency of an answer; null for any time within the timeout
 * @param targets the processes that are restarted
 * @param untilFirstOk how long failures are ignored after a start until the first success; may be zero
 * @param certificateDays how many days before a certificate expires it is reported; 0 for never
 * @param nagios whether {@code --once} prints one line for Nagios
 * @param cores writes the core of a process before its restart; empty without cores
 * @param heading how the subject of a mail begins
 */
record HttpokConfig(
        List<ProbeTemplate> checks,
        Rule rule,
        boolean each,
        int successThreshold,
        Duration timeout,
        @Nullable Duration maxLatency,
        TargetSelector targets,
        Duration untilFirstOk,
        int certificateDays,
        boolean nagios,
        Optional<CoreDumper> cores,
        String heading,
        NotificationConfig notifications,
        RestartRules rules,
        List<ProcessPattern> excluded)
        implements MonitorListener.Settings {

    HttpokConfig {
        checks = List.copyOf(checks);
        excluded = List.copyOf(excluded);
    }

    /** The checks of a listener with this environment. */
    List<ProbeTemplate> checksIn(Map<String, String> environment) {
        List<ProbeTemplate> usable = new ArrayList<>(checks);
        usable.replaceAll(check -> check.in(environment));
        return List.copyOf(usable);
    }

    /** Whether a plugin is among the checks. */
    boolean hasPlugins() {
        for (ProbeTemplate check : checks) {
            if (check.causes().contains(Cause.PLUGIN)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        checks.forEach(check -> warnings.addAll(check.warnings()));
        return List.copyOf(warnings);
    }

    @Override
    public boolean runsCommands() {
        return hasPlugins();
    }

    /** What is checked, for people. */
    String target() {
        return FirstOfMany.of(allTargets());
    }

    /** The same of each check. */
    List<String> allTargets() {
        List<String> targets = new ArrayList<>();
        checks.forEach(check -> targets.add(check.target()));
        return List.copyOf(targets);
    }

    /** Whether all checks are of HTTP. */
    boolean isHttp() {
        for (ProbeTemplate check : checks) {
            if (!check.causes().contains(Cause.STATUS)) {
                return false;
            }
        }
        return true;
    }

    /** What is accepted, for people. */
    String expected() {
        return checks.size() == 1
                ? checks.get(0).expected()
                : (rule == Rule.ALL ? "all of " : "any of ") + checks.size();
    }

    @Override
    public List<ProcessPattern> referencedProcesses() {
        return targets.names();
    }

    @Override
    public boolean isAboutProcesses() {
        return each || !targets.isNobody();
    }

    @Override
    public boolean mayRestart(Namespec process) {
        return targets.selects(process);
    }

    @Override
    public List<String> restartCauses() {
        Set<Cause> causes = EnumSet.noneOf(Cause.class);
        checks.forEach(check -> causes.addAll(check.causes()));
        List<String> labels = new ArrayList<>();
        causes.forEach(cause -> labels.add(cause.label()));
        return List.copyOf(labels);
    }
}
