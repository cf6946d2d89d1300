package org.superlance.procmon.watch;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.restart.Check.CheckResult;
import org.superlance.listener.restart.Decision;
import org.superlance.listener.restart.Decision.DecisionType;
import org.superlance.listener.restart.RestartExecutor;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.listener.supervisor.RpcResult;
import org.superlance.listener.supervisor.SupervisorClient;

/** Restarts all programs that run, one after the other, when somebody asks for it. */
final class RestartAllTask {

    private static final Logger LOG = LoggerFactory.getLogger(RestartAllTask.class);

    private final Reconciler reconciler;
    private final SupervisorAvailability availability;
    private final SupervisorClient supervisor;
    private final RestartExecutor executor;
    private final Optional<FileChangeTrigger> file;
    private final AtomicReference<@Nullable String> wanted = new AtomicReference<>();

    RestartAllTask(WatchContext context, Reconciler reconciler, SupervisorClient supervisor, RestartExecutor executor) {
        this.reconciler = reconciler;
        this.availability = context.availability();
        this.supervisor = supervisor;
        this.executor = executor;
        this.file = context.settings().restartAllOn().map(FileChangeTrigger::new);
    }

    /** Asks for it; may be called by any thread. */
    void request(String why) {
        wanted.set(why);
    }

    /** Asks for it if the file was touched. */
    void checkFile() {
        if (file.isPresent() && file.get().hasChanged()) {
            request(file.get() + " was touched");
        }
    }

    boolean isRequested() {
        return wanted.get() != null;
    }

    /** Begins, if it is wanted; what is being restarted already is left out. */
    void run(Instant now) {
        String why = wanted.get();
        if (why == null || availability.isPaused(now)) {
            return;
        }
        RpcResult<List<ProcessInfo>> result = supervisor.processes();
        if (!availability.isAvailable(result, now)) {
            return;
        }
        wanted.compareAndSet(why, null);
        List<Decision> decisions = reconciler.selected(result.value().orElse(List.of())).stream()
                .filter(process -> process.state() == ProcessState.RUNNING)
                .filter(process -> !executor.isInProgress(process.name()))
                .map(process -> new Decision(
                        new CheckResult(process, true, "", "", why, "restart_all"), DecisionType.RESTART, why, true))
                .toList();
        LOG.warn("rolling restart of all {} running programs: {}", decisions.size(), why);
        executor.execute(decisions);
    }
}
