package org.superlance.listener.configcheck;

import java.util.List;
import org.superlance.listener.config.ListenerConfig;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.ProcessPattern;
import org.superlance.listener.supervisor.ProcessState;

/** Checks options and section against the processes of supervisord. */
public final class ProcessNameCheck {

    private final List<ProcessInfo> processes;

    public ProcessNameCheck(List<ProcessInfo> processes) {
        this.processes = List.copyOf(processes);
    }

    /** Reports each name that matches no process. */
    public List<Diagnostic> names(List<ProcessPattern> named) {
        return named.stream()
                .distinct()
                .filter(name -> processes.stream().noneMatch(process -> name.matches(process.name())))
                .map(name -> Diagnostic.problem("supervisord knows no process '" + name + "', named by an option; "
                        + name.hint().orElse("correct or remove the name")))
                .toList();
    }

    /** Checks that the listener of this section is running. */
    public List<Diagnostic> running(ListenerConfig conf) {
        List<ProcessInfo> ours = processes.stream()
                .filter(process -> process.name().group().equals(conf.pool()))
                .toList();
        if (ours.isEmpty()) {
            return List.of(Diagnostic.problem("supervisord has not loaded this section; run supervisorctl reread, then"
                    + " supervisorctl update"));
        }
        return ours.stream()
                .filter(process -> process.state() != ProcessState.RUNNING && process.state() != ProcessState.STARTING)
                .map(process -> Diagnostic.problem(process.name() + " is " + process.state()
                        + (process.spawnError().isEmpty() ? "" : " (" + process.spawnError() + ")")
                        + "; see the end of its log (supervisorctl tail " + process.name()
                        + " stderr), then supervisorctl start " + process.name()))
                .toList();
    }
}
