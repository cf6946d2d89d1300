package org.superlance.listener.restart;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.listener.supervisor.RpcResult;

/** What keeps a restart from beginning: that what the program depends on does not run. */
record DependencyGate(RestartOrder order, Predicate<Namespec> inProgress) {

    /**
     * What that program waits for, as a clause; empty if for nothing.
     *
     * @param table all processes as they are
     * @param queued the programs whose restarts wait too
     */
    Optional<String> closedBy(Namespec name, RpcResult<List<ProcessInfo>> table, Collection<Namespec> queued) {
        return table.value().isEmpty()
                ? Optional.of("the state of what it depends on: " + table.sentence())
                : table.value().get().stream()
                        .filter(process -> order.dependsOn(name, process.name()))
                        .flatMap(process -> why(process, queued).stream())
                        .findFirst();
    }

    private Optional<String> why(ProcessInfo process, Collection<Namespec> queued) {
        if (queued.contains(process.name())) {
            return Optional.of(process.name() + ", whose restart comes first");
        }
        if (inProgress.test(process.name())) {
            return Optional.of(process.name() + ", which is being restarted");
        }
        return process.state() == ProcessState.RUNNING
                ? Optional.empty()
                : Optional.of(process.name() + ", which is " + process.state());
    }
}
