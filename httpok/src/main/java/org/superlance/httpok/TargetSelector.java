package org.superlance.httpok;

import java.util.List;
import java.util.Set;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.ProcessPattern;
import org.superlance.listener.supervisor.ProcessState;

/**
 * Whom a check is about.
 *
 * @param any every process, whatever the names are
 * @param eager whether to check although none of them is running
 * @param startable the states beside RUNNING in which a process is acted on
 */
record TargetSelector(boolean any, List<ProcessPattern> names, boolean eager, Set<ProcessState> startable) {

    TargetSelector {
        names = List.copyOf(names);
        startable = Set.copyOf(startable);
    }

    /** Whether nobody is to be restarted. */
    boolean isNobody() {
        return !any && names.isEmpty();
    }

    List<ProcessInfo> of(List<ProcessInfo> processes) {
        return processes.stream()
                .filter(process -> any || names.stream().anyMatch(pattern -> pattern.matches(process.name())))
                .toList();
    }

    boolean mayActOn(ProcessInfo process) {
        return process.state() == ProcessState.RUNNING || startable.contains(process.state());
    }

    /** Whether there is a reason to check at all. */
    boolean wantsCheck(List<ProcessInfo> selected) {
        return eager || isNobody() || selected.stream().anyMatch(this::mayActOn);
    }

    List<ProcessPattern> unknown(List<ProcessInfo> processes) {
        return names.stream()
                .filter(name -> processes.stream().noneMatch(process -> name.matches(process.name())))
                .toList();
    }
}
