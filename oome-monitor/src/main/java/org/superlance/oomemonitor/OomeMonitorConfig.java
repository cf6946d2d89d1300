package org.superlance.oomemonitor;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.superlance.listener.notify.NotificationConfig;
import org.superlance.listener.restart.RestartRules;
import org.superlance.listener.runtime.MonitorListener;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessPattern;

/**
 * The options of oome_monitor.
 *
 * @param programs what to watch; empty for all
 * @param file the absolute path of the file by which the one program says that it is out of memory; empty to find it
 * @param template names the file of a program that does not say where it is
 * @param keep the directory that files are moved to; empty to delete them
 * @param heading how the subject of a mail begins
 */
record OomeMonitorConfig(
        List<ProcessPattern> programs,
        Optional<Path> file,
        MarkerLocator.Template template,
        Optional<Path> keep,
        String heading,
        NotificationConfig notifications,
        RestartRules rules,
        List<ProcessPattern> excluded)
        implements MonitorListener.Settings {

    OomeMonitorConfig {
        programs = List.copyOf(programs);
        excluded = List.copyOf(excluded);
    }

    @Override
    public List<ProcessPattern> referencedProcesses() {
        return programs;
    }

    boolean watches(Namespec process) {
        return programs.isEmpty() || ProcessPattern.anyMatches(programs, process);
    }

    @Override
    public boolean mayRestart(Namespec process) {
        return watches(process);
    }

    @Override
    public List<String> restartCauses() {
        return List.of("marker");
    }
}
