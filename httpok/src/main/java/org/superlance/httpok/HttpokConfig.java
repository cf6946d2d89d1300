package org.superlance.httpok;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.superlance.httpok.HttpCheck.TargetSelector;
import org.superlance.listener.notify.NotificationConfig;
import org.superlance.listener.restart.RestartRules;
import org.superlance.listener.runtime.MonitorListener;
import org.superlance.listener.supervisor.ProcessPattern;

/**
 * What the options of httpok say.
 *
 * @param url the URL to ask, or that of each process
 * @param each whether each process is asked on its own
 * @param request how to ask
 * @param expectation what answer is a good one
 * @param targets whom a bad answer is blamed on
 * @param untilFirstOk how long a process is forgiven after its start until its first success; zero for not at all
 * @param certificateDays so many days before a certificate expires it is told; 0 for never
 * @param cores writes the core of a process before its restart; empty if nobody wants cores
 * @param heading what httpok calls itself in the subject of a mail
 */
record HttpokConfig(
        ProbeUrl.Template url,
        boolean each,
        ProbeRequest request,
        ResponseExpectation expectation,
        TargetSelector targets,
        Duration untilFirstOk,
        int certificateDays,
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
}
