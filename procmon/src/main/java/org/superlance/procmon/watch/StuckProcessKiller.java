package org.superlance.procmon.watch;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.supervisor.Fault;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.listener.supervisor.RpcResult;
import org.superlance.listener.util.LogOnce;
import org.superlance.procmon.watch.ProcessStateTracker.ObservedState;
import org.superlance.procmon.watch.WatchLoop.WatchContext;

/**
 * Sends SIGKILL to programs that are STOPPING for longer than the kill time ({@code --kill-stuck}), once for each stop:
 * through supervisord, or itself where that cannot.
 *
 * <p>Source: supervisord has {@code signalProcess} from 3.2.0 on, and before 4.2.2 answers NOT_RUNNING for a program that is
 * STOPPING.
 */
final class StuckProcessKiller {

    private static final Logger LOG = LoggerFactory.getLogger(StuckProcessKiller.class);

    private final WatchContext context;
    private final LogOnce powerless = new LogOnce();

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
        Instant next = Instant.MAX;
        for (WatchedProcess process : stopping()) {
            next = WatchLoop.earlier(next, dueAt(process));
        }
        return next;
    }

    private List<WatchedProcess> stopping() {
        List<WatchedProcess> stopping = new ArrayList<>();
        if (!context.config().killStuck()) {
            return stopping;
        }
        for (WatchedProcess process : context.processes().all()) {
            if (process.isIn(ProcessState.STOPPING) && !process.isAbandoned() && !context.isOnHold(process)) {
                stopping.add(process);
            }
        }
        return stopping;
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
        // that one method is missing says nothing about the server
        boolean unable = result.isFault(Fault.UNKNOWN_METHOD) || result.isFault(Fault.NOT_RUNNING);
        if (!unable && !context.availability().isAvailable(result, context.now())) {
            return;
        }
        process.abandon();
        if (result.value().isPresent()
                || (unable && isStillStopping(process, pid) && killDirectly(process, pid, result))) {
            context.report().accept(killed);
        } else if (!unable && !result.isFault(Fault.BAD_NAME)) {
            LOG.error("cannot kill {}, which is still STOPPING: {}", process.name(), result.sentence());
        }
    }

    /** Whether the server has refused the signal and not the program ended. */
    private boolean isStillStopping(WatchedProcess watched, long pid) {
        return context.supervisor()
                .process(watched.name())
                .value()
                .filter(process -> process.state() == ProcessState.STOPPING && process.pid() == pid)
                .isPresent();
    }

    /** False, with a line in the log, if this listener cannot be sure of the process, or may not. */
    private boolean killDirectly(WatchedProcess process, long pid, RpcResult<Boolean> refusal) {
        boolean killed = context.supervisor()
                .pid()
                .value()
                .filter(server -> kill(pid, server))
                .isPresent();
        if (!killed && powerless.raise()) {
            LOG.error(
                    "cannot kill {}, which is still STOPPING: {}; this supervisord cannot signal a program that it stops"
                            + " (Supervisor can from 4.2.2 on), and this listener may not or runs elsewhere: --kill-stuck has"
                            + " no effect",
                    process.name(),
                    refusal.sentence());
        }
        return killed;
    }

    /** A pid says nothing in another container: the process must be a child of the supervisord that has started us too. */
    private static boolean kill(long pid, long supervisor) {
        return isDescendant(ProcessHandle.current(), supervisor)
                && ProcessHandle.of(pid)
                        .filter(process -> process.parent()
                                .filter(parent -> parent.pid() == supervisor)
                                .isPresent())
                        .filter(ProcessHandle::destroyForcibly)
                        .isPresent();
    }

    private static boolean isDescendant(ProcessHandle process, long ancestor) {
        Optional<ProcessHandle> parent = process.parent();
        while (parent.isPresent() && parent.get().pid() != ancestor) {
            parent = parent.get().parent();
        }
        return parent.isPresent();
    }
}
