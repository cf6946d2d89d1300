package org.superlance.procmon.watch;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.supervisor.Fault;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.listener.supervisor.RpcResult;
import org.superlance.listener.supervisor.SupervisorClient;

/** Kills what was told to stop and does not end, where that is asked for: once for each time that it was told. */
final class StuckProcessKiller {

    private static final Logger LOG = LoggerFactory.getLogger(StuckProcessKiller.class);

    private final WatchContext context;
    private final SupervisorClient supervisor;
    private final InstantSource clock;
    private final Consumer<WatchDecision> report;

    StuckProcessKiller(
            WatchContext context, SupervisorClient supervisor, InstantSource clock, Consumer<WatchDecision> report) {
        this.context = context;
        this.supervisor = supervisor;
        this.clock = clock;
        this.report = report;
    }

    void run() {
        for (WatchedProcess process : stopping()) {
            Instant now = clock.instant();
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
        return context.settings().killStuck()
                ? context.processes().all().stream()
                        .filter(process -> process.isIn(ProcessState.STOPPING) && !process.isAbandoned())
                        .toList()
                : List.of();
    }

    private Instant dueAt(WatchedProcess process) {
        return process.since().plus(context.settings().policy().killTime());
    }

    private void checkAndKill(WatchedProcess program) {
        RpcResult<ProcessInfo> result = supervisor.process(program.name());
        Instant now = clock.instant();
        if (!context.availability().isAvailable(result, now)) {
            return;
        }
        if (result.value().isEmpty()) {
            context.processes().forget(program.name());
            return;
        }
        ProcessInfo process = result.value().get();
        if (process.state() != ProcessState.STOPPING) {
            context.processes()
                    .update(program.name(), ObservedState.of(process, now))
                    .ifPresent(report);
            return;
        }
        kill(program, process.pid(), Duration.between(program.since(), now));
    }

    private void kill(WatchedProcess process, long pid, Duration since) {
        if (context.settings().dryRun()) {
            LOG.warn(
                    "dry run, would have killed: {}",
                    WatchDecision.killed(process.name(), pid, since).reason());
            process.abandon();
            return;
        }
        RpcResult<Boolean> result = supervisor.signal(process.name(), "KILL");
        if (!context.availability().isAvailable(result, clock.instant())) {
            return;
        }
        process.abandon();
        if (result.value().isPresent()) {
            report.accept(WatchDecision.killed(process.name(), pid, since));
        } else if (!result.isFault(Fault.NOT_RUNNING) && !result.isFault(Fault.BAD_NAME)) {
            LOG.error("cannot kill {}, which was told to stop and does not end: {}", process.name(), result.sentence());
        }
    }
}
