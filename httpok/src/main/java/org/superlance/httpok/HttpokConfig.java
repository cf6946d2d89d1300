package org.superlance.httpok;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.superlance.httpok.HttpCheck.TargetSelector;
import org.superlance.listener.notify.NotificationConfig;
import org.superlance.listener.restart.RestartRules;
import org.superlance.listener.runtime.MonitorListener;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessPattern;

/**
 * The options of httpok.
 *
 * @param url the URL to check, or that of each process
 * @param each whether each process is checked on its own
 * @param request how to request
 * @param expectation what response is accepted
 * @param targets the processes that are restarted
 * @param untilFirstOk how long failures are ignored after a start until the first success; may be zero
 * @param certificateDays how many days before a certificate expires it is reported; 0 for never
 * @param nagios whether {@code --once} prints one line for Nagios
 * @param cores writes the core of a process before its restart; empty without cores
 * @param heading how the subject of a mail begins
 */
record HttpokConfig(
        ProbeUrl.Template url,
        boolean each,
        ProbeRequest request,
        ResponseExpectation expectation,
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
        excluded = List.copyOf(excluded);
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
        return List.of("status", "body", "no_answer");
    }
}
