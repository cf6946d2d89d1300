package org.superlance.procmon.watch;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.supervisor.Fault;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.listener.supervisor.RpcResult;
import org.superlance.procmon.watch.ProcessStateTracker.ObservedState;
import org.superlance.procmon.watch.WatchLoop.WatchContext;

/** Sends SIGKILL to programs that are STOPPING for longer than the kill time ({@code --kill-stuck}), once for each stop. */
final class StuckProcessKiller {

    private static final Logger LOG = LoggerFactory.getLogger(StuckProcessKiller.class);

    private final WatchContext context;

    StuckProcessKiller(WatchContext context) {
        this.context = context;
    }

    void run() {
        for (WatchedProcess process : stopping()) {
            Instant now = context.now();
            if (!dueAt(process).isAfter(now) && !context.availability().isPaused(now)) {
                checkAndKill(process);
            }
        }
    }

    /** When there is something to do; may be past. */
    Instant nextAt() {
        return stopping().stream()
                .map(this::dueAt)
                .min(Comparator.naturalOrder())
                .orElse(Instant.MAX);
    }

    private List<WatchedProcess> stopping() {
        return context.config().killStuck()
                ? context.processes().all().stream()
                        .filter(process -> process.isIn(ProcessState.STOPPING) && !process.isAbandoned())
                        .toList()
                : List.of();
    }

    private Instant dueAt(WatchedProcess process) {
        return process.since().plus(context.config().policy().killTime());
    }

    private void checkAndKill(WatchedProcess watched) {
        RpcResult<ProcessInfo> result = context.supervisor().process(watched.name());
        Instant now = context.now();
        if (!context.availability().isAvailable(result, now)) {
            return;
        }
        if (result.value().isEmpty()) {
            context.processes().forget(watched.name());
            return;
        }
        ProcessInfo process = result.value().get();
        if (process.state() != ProcessState.STOPPING) {
            context.processes()
                    .update(watched.name(), ObservedState.of(process, now))
                    .ifPresent(context.report());
            return;
        }
        kill(watched, process.pid(), Duration.between(watched.since(), now));
    }

    private void kill(WatchedProcess process, long pid, Duration since) {
        WatchDecision killed = WatchDecision.killed(process.name(), pid, since);
        if (context.dryRun()) {
            LOG.warn("dry run, would kill {}: {}", process.name(), killed.reason());
            process.abandon();
            return;
        }
        RpcResult<Boolean> result = context.supervisor().signal(process.name(), "KILL");
        if (!context.availability().isAvailable(result, context.now())) {
            return;
        }
        process.abandon();
        if (result.value().isPresent()) {
            context.report().accept(killed);
        } else if (!result.isFault(Fault.NOT_RUNNING) && !result.isFault(Fault.BAD_NAME)) {
            LOG.error("cannot kill {}, which is still STOPPING: {}", process.name(), result.sentence());
        }
    }
}
