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
final class Kills {

    private static final Logger LOG = LoggerFactory.getLogger(Kills.class);

    private final Watched watched;
    private final SupervisorClient supervisor;
    private final InstantSource clock;
    private final Consumer<Notice> report;

    Kills(Watched watched, SupervisorClient supervisor, InstantSource clock, Consumer<Notice> report) {
        this.watched = watched;
        this.supervisor = supervisor;
        this.clock = clock;
        this.report = report;
    }

    void run() {
        for (Program program : stopping()) {
            Instant now = clock.instant();
            if (!dueAt(program).isAfter(now) && !watched.contact().isPaused(now)) {
                lookAndKill(program);
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

    private List<Program> stopping() {
        return watched.settings().killStuck()
                ? watched.programs().all().stream()
                        .filter(program -> program.isIn(ProcessState.STOPPING) && !program.isLeft())
                        .toList()
                : List.of();
    }

    private Instant dueAt(Program program) {
        return program.since().plus(watched.settings().policy().killTime());
    }

    private void lookAndKill(Program program) {
        RpcResult<ProcessInfo> result = supervisor.process(program.name());
        Instant now = clock.instant();
        if (!watched.contact().holds(result, now)) {
            return;
        }
        if (result.value().isEmpty()) {
            watched.programs().forget(program.name());
            return;
        }
        ProcessInfo process = result.value().get();
        if (process.state() != ProcessState.STOPPING) {
            watched.programs().see(program.name(), Sighting.of(process, now)).ifPresent(report);
            return;
        }
        kill(program, process.pid(), Duration.between(program.since(), now));
    }

    private void kill(Program program, long pid, Duration since) {
        if (watched.settings().dryRun()) {
            LOG.warn(
                    "dry run, would have killed: {}",
                    Notice.killed(program.name(), pid, since).reason());
            program.leave();
            return;
        }
        RpcResult<Boolean> result = supervisor.signal(program.name(), "KILL");
        if (!watched.contact().holds(result, clock.instant())) {
            return;
        }
        program.leave();
        if (result.value().isPresent()) {
            report.accept(Notice.killed(program.name(), pid, since));
        } else if (!result.isFault(Fault.NOT_RUNNING) && !result.isFault(Fault.BAD_NAME)) {
            LOG.error("cannot kill {}, which was told to stop and does not end: {}", program.name(), result.sentence());
        }
    }
}
