package org.superlance.listener.restart;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.restart.Check.CheckResult;
import org.superlance.listener.restart.RestartNote.HookProgress.Stage;
import org.superlance.listener.restart.RestartNote.Progress;
import org.superlance.listener.status.ListenerStatus.Condition;
import org.superlance.listener.status.ListenerStatus.ProgramStatus;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.RpcResult;
import org.superlance.listener.supervisor.SupervisorClient;

/**
 * Stops and starts processes: different ones at the same time, the same one never twice at once. What it stops it
 * starts again: each restart is recorded in the {@link RestartJournal} before the stop, for the next run of the
 * listener.
 *
 * <p>Nothing blocks on a process: a restart polls its process, so that one that takes an hour to stop delays no other.
 */
public final class RestartManager {

    private static final Logger LOG = LoggerFactory.getLogger(RestartManager.class);
    /** At the end of the listener, for hooks that are killed. */
    private static final Duration HOOK_END = Duration.ofSeconds(1);

    private final RestartJournal journal;
    private final RestartContext context;
    private final RestartTally tally;
    private final Map<Namespec, RestartTask> inProgress = new ConcurrentHashMap<>();
    private final RestartRules rules;
    private volatile boolean finishing;
    /** Restarts that wait for what their programs depend on. */
    private volatile List<ProgramStatus> waiting = List.of();

    /**
     * The manager of a listener.
     *
     * @param journal for the next run of the listener
     * @param paused why a restart of a program does not begin, as a clause; empty if it may
     * @param commands that are run around each restart
     * @param rules of which the order and the number of restarts at the same time count here
     */
    public RestartManager(
            SupervisorClient supervisor,
            RestartJournal journal,
            ScheduledExecutorService workers,
            RestartTally tally,
            Function<Namespec, Optional<String>> paused,
            Optional<HookCommands> commands,
            RestartRules rules) {
        this.journal = journal;
        this.rules = rules;
        this.tally = tally;
        this.context = new RestartContext(
                supervisor,
                journal,
                workers,
                () -> finishing,
                inProgress::containsKey,
                paused,
                commands,
                new HookRunner());
        tally.registerInProgress(() -> inProgress.size() + waiting.size());
    }

    /** Receives the results of restarts, on worker threads. */
    public interface Reporter {

        /**
         * The result of a restart.
         *
         * @param told to be run when an alert about it is safe, or none is needed
         */
        void report(Decision decision, RestartResult result, Runnable told);
    }

    /**
     * Starts again what an earlier run of this listener stopped and did not start, and reports what it did not report.
     *
     * @return how many restarts will be reported
     */
    public int resume(Reporter report) {
        return resume(report, note -> restart(note, RestartHooks.NONE, report));
    }

    /**
     * The same.
     *
     * @param queue receives the restarts that had not begun
     */
    int resume(Reporter report, Consumer<RestartNote> queue) {
        int resumed = 0;
        for (RestartNote note : journal.pending()) {
            if (note.ended().isEmpty() && (note.progress() == Progress.QUEUED || isInterruptedDependant(note))) {
                // whoever has queued it, this listener begins it, with its own hooks
                queue.accept(note.at(Progress.QUEUED).begun(note.since(), journal.owner()));
            } else {
                resumed += resume(note, report) ? 1 : 0;
            }
        }
        return resumed;
    }

    /** No check would find again that it is needed, and what runs before its stop was not finished. */
    private boolean isInterruptedDependant(RestartNote note) {
        return note.progress() == Progress.BEFORE_STOP
                && note.decision().result().cause().equals(CheckResult.DEPENDENCY)
                && note.begunBy().equals(journal.owner());
    }

    private boolean resume(RestartNote note, Reporter report) {
        Decision decision = note.resumedDecision(journal.owner());
        boolean hookDue = note.hooks().stage() == Stage.DUE;
        if (note.ended().isPresent() && !hookDue) {
            RestartResult result = note.ended().get();
            context.workers().execute(() -> report.report(decision, result, () -> journal.remove(note)));
            return true;
        }
        LOG.warn("resuming interrupted restart of {}: {}", note.name(), decision.reason());
        RestartTask task = task(note, decision, RestartHooks.NONE.withPause(note.pause()), report);
        return begin(task, Duration.ZERO, note.ended().isPresent() ? task::resumeEnded : task::resume);
    }

    /**
     * Begins to restart the process, or to start it if it is not running.
     *
     * @param decision with the process as it was checked: its pid tells the old process from the new
     * @param report receives the result, on a worker thread
     * @return false if a restart of it is already in progress, or the listener is exiting
     */
    public boolean restart(Decision decision, RestartHooks hooks, Reporter report) {
        return restart(RestartNote.of(decision, hooks.pause()), hooks, report);
    }

    /** The same of a restart that has waited, under its id. */
    boolean restart(RestartNote note, RestartHooks hooks, Reporter report) {
        Decision decision = note.decision();
        RestartTask task = task(note, decision, hooks, report);
        return !finishing
                && begin(task, hooks.delay(), decision.process().hasPid() ? task::begin : task::beginWithStart);
    }

    /** Keeps a restart that waits, for the next run of the listener. */
    RestartNote keep(RestartNote note) {
        return journal.record(note.at(Progress.QUEUED));
    }

    /** Forgets a restart that has waited and will not be made. */
    void forget(RestartNote note) {
        journal.remove(note);
    }

    /**
     * Reports that a restart is not made which has waited.
     *
     * @param stillNeeded whether the process still needs it
     */
    void giveUp(RestartNote note, String why, boolean stillNeeded, Reporter report) {
        RestartResult result =
                new RestartResult(note.name(), RestartResult.Outcome.SKIPPED, why, note.id(), stillNeeded);
        LOG.warn("{} not restarted: {}", note.name(), why);
        tally.record(note.decision(), result);
        report.report(note.decision(), result, () -> forget(note));
    }

    /** Which programs are restarted before which others. */
    Optional<RestartOrder> order() {
        return rules.order();
    }

    /** Whether as many restarts are in progress as may be. */
    boolean isBusy() {
        return inProgress.size() >= rules.maxConcurrent();
    }

    boolean isFinishing() {
        return finishing;
    }

    /** All processes that supervisord has. */
    RpcResult<List<ProcessInfo>> processes() {
        return context.supervisor().processes();
    }

    /** Runs that on a worker after that time, unless the listener has ended. */
    void schedule(Duration delay, Runnable step) {
        try {
            Future<?> unused = context.workers().schedule(step, delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("listener exits while restarts wait");
        }
    }

    public boolean isInProgress(Namespec name) {
        return inProgress.containsKey(name);
    }

    /** Whether a restart of the process is in progress, or one of an earlier life is to be finished. */
    public boolean isUnfinished(Namespec name) {
        return isInProgress(name) || journal.isPending(name);
    }

    /** How many restarts are not over: those of an earlier life, and those in progress. */
    public int unfinished() {
        return Math.max(inProgress.size(), journal.size());
    }

    /** The processes whose restarts are in progress, or wait for others, for the status of the listener. */
    public List<ProgramStatus> statusInProgress() {
        List<ProgramStatus> all = new ArrayList<>();
        inProgress.values().forEach(task -> all.add(task.decision().status(Condition.RESTARTING, task.waiting())));
        all.addAll(waiting);
        return all;
    }

    /** Takes down which restarts wait for what their programs depend on: all of them, each time. */
    void setWaiting(List<ProgramStatus> waiting) {
        this.waiting = List.copyOf(waiting);
    }

    /** How many restarts are in progress. */
    public int inProgress() {
        return inProgress.size();
    }

    /**
     * Accepts no more restarts and finishes those in progress; one that still waits for its delay, or for a hook before its
     * stop, is cancelled.
     *
     * @return whether all were finished within the limit; the others are logged
     */
    public boolean finish(Duration limit) throws InterruptedException {
        finishing = true;
        inProgress.values().forEach(RestartTask::expedite);
        boolean finished = awaitIdle(context.threads().isUsed() ? limit.minus(HOOK_END) : limit);
        context.threads().close(HOOK_END);
        inProgress.values().forEach(RestartManager::logUnfinished);
        return finished;
    }

    private static void logUnfinished(RestartTask task) {
        if (task.isEnded()) {
            LOG.error(
                    "{}: killed its --after-restart hook, because this listener exits; run it by hand (with a state"
                            + " directory the next run of this listener does so)",
                    task.name());
        } else if (task.hasNotBegun()) {
            LOG.warn("{}: restart not begun when this listener exits", task.name());
        } else {
            LOG.error(
                    "{}: restart not finished when this listener exits; start it by hand: supervisorctl start {}"
                            + " (with a state directory the next run of this listener does so)",
                    task.name(),
                    task.name());
        }
    }

    /** Waits until no restart is in progress; returns whether that was reached within the limit. */
    public boolean awaitIdle(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        synchronized (inProgress) {
            for (long left = limit.toMillis(); !inProgress.isEmpty() && left > 0; ) {
                inProgress.wait(left);
                left = Duration.ofNanos(end - System.nanoTime()).toMillis();
            }
            return inProgress.isEmpty();
        }
    }

    private RestartTask task(RestartNote note, Decision decision, RestartHooks hooks, Reporter report) {
        BiConsumer<RestartResult, Runnable> counted = (result, told) -> {
            tally.record(decision, result);
            report.report(decision, result, told);
        };
        return new RestartTask(context, note, hooks, counted, this::done);
    }

    private void done(RestartTask task) {
        synchronized (inProgress) {
            inProgress.remove(task.name(), task);
            inProgress.notifyAll();
        }
    }

    private boolean begin(RestartTask task, Duration delay, Runnable firstStep) {
        if (inProgress.putIfAbsent(task.name(), task) != null) {
            return false;
        }
        try {
            task.beginAfter(delay, firstStep);
        } catch (VirtualMachineError e) {
            done(task);
            throw e;
        }
        return true;
    }
}
