package org.superlance.listener.supervisor;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What supervisord says of some of its processes: it is asked for each, or, where they are many, once for the table of all,
 * which costs it less. For one thread, and one look.
 */
public final class ProcessLookup {

    /** That many processes are asked for one by one. */
    private static final int MAX_SINGLE = 10;

    private final SupervisorClient supervisor;
    private final boolean single;
    private @Nullable RpcResult<List<ProcessInfo>> table;
    private final Map<Namespec, ProcessInfo> byName = new HashMap<>();

    /**
     * Asks nothing yet.
     *
     * @param number how many processes are to be found
     */
    public ProcessLookup(SupervisorClient supervisor, int number) {
        this.supervisor = supervisor;
        this.single = number <= MAX_SINGLE;
    }

    /** As {@link SupervisorClient#process}: {@link Fault#BAD_NAME} if supervisord does not have it. */
    public RpcResult<ProcessInfo> find(Namespec name) {
        if (single) {
            return supervisor.process(name);
        }
        RpcResult<List<ProcessInfo>> all = table();
        if (all.value().isEmpty()) {
            return new RpcResult.NoResponse<>(all.sentence(), false);
        }
        ProcessInfo found = byName.get(name);
        return found == null
                ? new RpcResult.FaultResponse<>(Fault.BAD_NAME, name + " is not in the table of all processes")
                : new RpcResult.Success<>(found);
    }

    private RpcResult<List<ProcessInfo>> table() {
        RpcResult<List<ProcessInfo>> all = table;
        if (all == null) {
            all = supervisor.processes();
            all.value().ifPresent(processes -> processes.forEach(process -> byName.put(process.name(), process)));
            table = all;
        }
        return all;
    }
}
