package org.superlance.listener.runtime;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.event.Event;
import org.superlance.listener.event.Event.ProcessStateEvent;
import org.superlance.listener.runtime.EventListenerRunner.EventService;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.RpcResult;
import org.superlance.listener.supervisor.SupervisorClient;

/**
 * Fills in the group that the events of a server do not name, from its list of processes. An event about a process that is
 * not known yet waits until the list was read, which a worker does, and all later events wait behind it. What the list does
 * not have is in the group of its own name.
 *
 * <p>Source: the Go supervisord 0.7, whose PROCESS_STATE events have an empty {@code groupname}.
 */
final class GroupNameResolver implements EventService {

    private static final Logger LOG = LoggerFactory.getLogger(GroupNameResolver.class);
    private static final int MAX_WAITING = 10_000;

    private final EventService next;
    private final SupervisorClient supervisor;
    private final Executor worker;

    // guarded by this
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private Map<String, List<ProcessInfo>> processes = Map.of();
    private boolean loading;

    /** @param worker reads the list; one thread is enough */
    GroupNameResolver(EventService next, SupervisorClient supervisor, Executor worker) {
        this.next = next;
        this.supervisor = supervisor;
        this.worker = worker;
    }

    @Override
    public void start() {
        next.start();
    }

    @Override
    public synchronized void onEvent(Event event) {
        if (event instanceof ProcessStateEvent change && change.isGroupMissing()) {
            if (waiting.isEmpty() && group(change).isPresent()) {
                next.onEvent(resolved(change));
            } else {
                waiting.add(() -> next.onEvent(resolved(change)));
                load();
            }
        } else if (waiting.isEmpty()) {
            next.onEvent(event);
        } else {
            waiting.add(() -> next.onEvent(event));
        }
        if (waiting.size() > MAX_WAITING) {
            release();
        }
    }

    @Override
    public synchronized void onLost(long number) {
        if (waiting.isEmpty()) {
            next.onLost(number);
        } else {
            waiting.add(() -> next.onLost(number));
        }
    }

    /** What still waits is handed on with what is known. */
    @Override
    public void close() {
        synchronized (this) {
            release();
        }
        next.close();
    }

    private void load() {
        if (loading) {
            return;
        }
        loading = true;
        try {
            worker.execute(this::read);
        } catch (RejectedExecutionException e) {
            LOG.debug("listener is ending");
            loading = false;
            release();
        }
    }

    private void read() {
        try {
            RpcResult<List<ProcessInfo>> result = supervisor.processes();
            if (result.value().isEmpty()) {
                LOG.warn("cannot find out the groups of processes: {}", result.sentence());
            }
            result.value().ifPresent(this::know);
        } finally {
            synchronized (this) {
                loading = false;
                release();
            }
        }
    }

    private synchronized void know(List<ProcessInfo> all) {
        processes = all.stream()
                .collect(Collectors.groupingBy(process -> process.name().name()));
    }

    private void release() {
        for (Runnable event = waiting.poll(); event != null; event = waiting.poll()) {
            try {
                event.run();
            } catch (RuntimeException e) {
                LOG.error("could not handle an event that had waited for its group", e);
            }
        }
    }

    private ProcessStateEvent resolved(ProcessStateEvent change) {
        return change.withGroup(group(change).orElse(change.process().name()));
    }

    /** Of several processes of that name, the one with the pid of the event is meant, or that in the group of its name. */
    private Optional<String> group(ProcessStateEvent change) {
        String name = change.process().name();
        List<ProcessInfo> candidates = processes.getOrDefault(name, List.of());
        return candidates.stream()
                .filter(process -> change.pid().isPresent()
                        && process.pid() == change.pid().getAsLong())
                .findFirst()
                .or(() -> candidates.stream()
                        .filter(process -> process.name().group().equals(name))
                        .findFirst())
                .or(() -> candidates.stream().findFirst())
                .map(ProcessInfo::name)
                .map(Namespec::group);
    }
}
