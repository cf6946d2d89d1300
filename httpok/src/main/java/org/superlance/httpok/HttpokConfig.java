package org.superlance.httpok;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
        return checks.stream().map(check -> check.in(environment)).toList();
    }

    /** Whether a plugin is among the checks. */
    boolean hasPlugins() {
        return checks.stream().anyMatch(check -> check.causes().contains(Cause.PLUGIN));
    }

    @Override
    public List<String> warnings() {
        return checks.stream().flatMap(check -> check.warnings().stream()).toList();
    }

    @Override
    public boolean runsCommands() {
        return hasPlugins();
    }

    /** What is checked, for people. */
    String target() {
        return FirstOfMany.of(checks.stream().map(ProbeTemplate::target).toList());
    }

    /** Whether all checks are of HTTP. */
    boolean isHttp() {
        return checks.stream().allMatch(check -> check.causes().contains(Cause.STATUS));
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
        return checks.stream()
                .flatMap(check -> check.causes().stream())
                .distinct()
                .sorted()
                .map(Cause::label)
                .toList();
    }
}
