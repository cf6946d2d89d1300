package org.superlance.listener.configcheck;

import java.util.List;
import org.superlance.listener.config.ListenerConfig;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.ProcessPattern;
import org.superlance.listener.supervisor.ProcessState;

/** Looks at the processes that supervisord has. */
public final class ProcessNameCheck {

    private final List<ProcessInfo> processes;

    public ProcessNameCheck(List<ProcessInfo> processes) {
        this.processes = List.copyOf(processes);
    }

    /** The names that fit no process. */
    public List<Diagnostic> names(List<ProcessPattern> named) {
        return named.stream()
                .distinct()
                .filter(name -> processes.stream().noneMatch(process -> name.matches(process.name())))
                .map(name -> Diagnostic.problem("supervisord knows no process '" + name
                        + "', which an option names; correct the name, or take it out"))
                .toList();
    }

    /** Whether the listener of this section runs. */
    public List<Diagnostic> running(ListenerConfig conf) {
        List<ProcessInfo> ours = processes.stream()
                .filter(process -> process.name().group().equals(conf.pool()))
                .toList();
        if (ours.isEmpty()) {
            return List.of(Diagnostic.problem("supervisord does not know this section yet; have it read the file:"
                    + " supervisorctl reread, then supervisorctl update"));
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
