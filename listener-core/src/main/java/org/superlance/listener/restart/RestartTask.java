package org.superlance.listener.restart;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.process.OrphanedCommand;
import org.superlance.listener.process.ProcessIdentity;
import org.superlance.listener.restart.RestartNote.Progress;
import org.superlance.listener.restart.RestartResult.Outcome;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.RpcResult;
import org.superlance.listener.util.Durations;
import org.superlance.listener.util.LogOnce;

/**
 * One restart: the hooks before it, the stop, the start, the hook after it, and the report. Each step is one call to
 * supervisord, which decides the next step; no thread is held between steps.
 */
final class RestartTask implements RestartEnding {

    private static final Logger LOG = LoggerFactory.getLogger(RestartTask.class);
    private static final String EXITING = "listener exits before the restart began";
    private static final String BEFORE_STOP = "waiting for what runs before its stop";
    private static final String AFTER_HOOK = "waiting for its --after-restart hook";

    private final RestartContext context;
    private final Namespec name;
    private final RestartHooks hooks;
    private final BiConsumer<RestartResult, Runnable> report;
    private final Consumer<RestartTask> end;

    private final RestartRecord record;
    private final RestartSteps steps;
    private final StopPhase stop;
    private final StartPhase start;
    private final LogOnce startFailure = new LogOnce();
    private Runnable beginning = this::begin;
    private volatile boolean stopAsked;
    private volatile String waiting = "";

    /**
     * @param note what is recorded of it: the process to be stopped, with its pid and start as far as they are known
     * @param report receives the result, and what to run when it is told, on a worker thread
     * @param end called when there is nothing more to do, after the report
     */
    RestartTask(
            RestartContext context,
            RestartNote note,
            RestartHooks hooks,
            BiConsumer<RestartResult, Runnable> report,
            Consumer<RestartTask> end) {
        this.context = context;
        this.record = new RestartRecord(context.journal(), note);
        this.name = note.name();
        this.hooks = hooks;
        this.report = report;
        this.end = end;
        this.steps = new RestartSteps(context, name, this::afterFault);
        this.stop = new StopPhase(context, steps, record, this, this::stopped);
        this.start = new StartPhase(context.supervisor(), steps, this, name);
    }

    Namespec name() {
        return name;
    }

    /** Why it is made. */
    Decision decision() {
        return record.note().decision();
    }

    /** What it waits for, besides the process, as a clause; empty if that is nothing. */
    String waiting() {
        return waiting;
    }

    /** Whether nothing is missing but the command after it. */
    boolean isEnded() {
        return waiting.equals(AFTER_HOOK);
    }

    /** Whether the process is as it was: no run of this listener has asked for its stop, or its start. */
    boolean hasNotBegun() {
        RestartNote note = record.note();
        return !stopAsked && (note.progress() != Progress.BEGUN || note.since().equals(Instant.EPOCH));
    }

    void beginAfter(Duration delay, Runnable firstStep) {
        if (delay.isZero()) {
            steps.next(delay, firstStep);
        } else {
            LOG.info("{}: restart begins in {}", name, Durations.format(delay));
            steps.nextUnlessExiting(delay, firstStep, () -> end(Outcome.SKIPPED, EXITING));
        }
    }

    /** Runs the next step at once, or ends the restart if it has not begun. */
    void expedite() {
        steps.expedite();
    }

    void begin() {
        afterOldHook(() -> {
            if (!isPaused()) {
                lookAt(this::runHooks);
            }
        });
    }

    /** For a process that does not run. */
    void beginWithStart() {
        if (!isPaused()) {
            record.begin(null, hasAfterHook());
            stopAsked = true;
            start.begin(decision().process());
        }
    }

    /** Goes on with what an earlier run of this listener has begun. It only starts what is stopped, and stops nothing. */
    void resume() {
        beginning = this::resume;
        afterOldHook(this::resumeNow);
    }

    private void resumeNow() {
        if (record.isBeforeStop()) {
            stop.resumeBefore();
            return;
        }
        stopAsked = true;
        if (record.note().startFailed()) {
            startFailure.raise();
        }
        stop.resume();
    }

    /** Goes on with a restart that has ended, and whose command after it was not run. */
    void resumeEnded() {
        beginning = this::resumeEnded;
        afterOldHook(() -> record.note().ended().ifPresent(result -> conclude(result, this::over)));
    }

    /** A command that an earlier run has left running would undo what is done now, or hold the process. */
    private void afterOldHook(Runnable step) {
        String process = record.note().hooks().process();
        if (process.isEmpty()) {
            step.run();
            return;
        }
        steps.await(() -> {
            OrphanedCommand old = new OrphanedCommand(process);
            if (old.isAlive()) {
                LOG.warn(
                        "{}: killing pid {}, which an earlier run of this listener ran before or after its restart",
                        name,
                        old.pid());
                old.kill();
                if (old.isAlive()) {
                    LOG.error("{}: pid {} cannot be killed; continuing", name, old.pid());
                }
            }
            return step;
        });
    }

    private void hookStarted(long pid) {
        String process = new ProcessIdentity().of(pid);
        try {
            // not on this thread, whose interrupt would close the file
            context.workers().execute(() -> record.hookRuns(process));
        } catch (RejectedExecutionException e) {
            LOG.debug("{}: listener exits, and kills what it has started", name);
        }
    }

    private void afterFault() {
        if (stopAsked) {
            stop.pollStopped();
        } else {
            beginning.run();
        }
    }

    /** Since it was decided on: it may have waited for others, or for its delay. */
    private boolean isPaused() {
        Optional<String> why = context.paused().apply(name);
        why.ifPresent(clause -> end(Outcome.SKIPPED, clause));
        return why.isPresent();
    }

    /** @param step is given the process as it is, or null if that is not known */
    private void lookAt(Consumer<@Nullable ProcessInfo> step) {
        RpcResult<ProcessInfo> result = context.supervisor().process(name);
        ProcessInfo process = result.value().orElse(null);
        if (RestartAnswers.isGone(result)) {
            end(Outcome.SKIPPED, result.sentence());
        } else if (process != null && !process.hasPid()) {
            // not every server refuses to stop what does not run, and somebody may have stopped it since it was checked
            end(Outcome.SKIPPED, "it is not running any more, its state is " + process.state());
        } else {
            step.accept(process);
        }
    }

    private void runHooks(@Nullable ProcessInfo process) {
        // whatever fails in between: a hook is not run twice
        boolean hasCommand = context.commands().filter(HookCommands::hasBefore).isPresent() && !record.isBeforeStop();
        if (!hasCommand && hooks.beforeStop().isEmpty()) {
            stop(process);
            return;
        }
        record.hooksBegun(process, hasCommand && hasAfterHook());
        waiting = BEFORE_STOP;
        ProcessInfo known = process == null ? decision().process() : process;
        steps.awaitUnlessExiting(
                () -> {
                    Optional<String> failure = hasCommand
                            ? context.commands().orElseThrow().before(record.note(), this::hookStarted)
                            : Optional.empty();
                    if (failure.isPresent() && context.commands().orElseThrow().isRequired()) {
                        return () -> refuse(failure.get() + " (--require-hook)");
                    }
                    hooks.beforeStop().ifPresent(step -> attempt(() -> step.run(known, this::hookStarted)));
                    return () -> afterHooks(known, failure);
                },
                () -> end(Outcome.SKIPPED, EXITING));
    }

    private void afterHooks(ProcessInfo before, Optional<String> failure) {
        waiting = "";
        failure.ifPresent(record::hookFailed);
        if (isPaused()) {
            return;
        }
        lookAt(process -> {
            if (process != null && process.pid() != before.pid()) {
                end(Outcome.SKIPPED, "restarted by somebody else meanwhile, new pid " + process.pid());
            } else {
                stop(process);
            }
        });
    }

    private void stop(@Nullable ProcessInfo process) {
        record.begin(process, hasAfterHook());
        stopAsked = true;
        stop.begin(process);
    }

    private void stopped(ProcessInfo process) {
        attempt(hooks.whileStopped());
        steps.next(hooks.pause(), () -> start.begin(process));
    }

    private void attempt(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | VirtualMachineError | LinkageError e) {
            LOG.error("{}: internal error in a step of its restart; continuing", name, e);
        }
    }

    @Override
    public void startFailed(String why) {
        if (startFailure.raise()) {
            RestartNote note = record.note();
            RestartResult result = new RestartResult(name, Outcome.START_FAILED, why, note.startFailureId());
            tell(withHookFailure(result), record::startFailureTold);
        } else {
            LOG.debug("{}: not started yet: {}", name, why);
        }
    }

    @Override
    public void stillRunning(Outcome outcome, String sentence, String alertId) {
        conclude(new RestartResult(name, outcome, sentence, alertId), result -> {
            tell(result, () -> {});
            end.accept(this);
            stop.watchForLateStop();
        });
    }

    @Override
    public void end(Outcome outcome, String sentence) {
        end(new RestartResult(name, outcome, sentence, record.note().id()));
    }

    /** Not restarted, though it needs that. */
    private void refuse(String sentence) {
        end(new RestartResult(name, Outcome.SKIPPED, sentence, record.note().id(), true));
    }

    private void end(RestartResult result) {
        RestartResult complete = result.stillNeeded() ? result : withHookFailure(result);
        if (record.isHookDue()) {
            record.ended(complete);
        }
        conclude(complete, this::over);
    }

    private RestartResult withHookFailure(RestartResult result) {
        String failure = record.note().hooks().failure();
        return failure.isEmpty() ? result : result.with(failure);
    }

    private boolean hasAfterHook() {
        return context.commands().filter(HookCommands::hasAfter).isPresent();
    }

    /** Runs the command after the restart, if there is one and it was not run yet; then reports. */
    private void conclude(RestartResult result, Consumer<RestartResult> whenDone) {
        if (!record.isHookDue()) {
            whenDone.accept(result);
            return;
        }
        Optional<String> missing = missingAfterHook();
        if (missing.isPresent()) {
            LOG.error("{}: {}", name, missing.get());
            record.hooksEnded();
            whenDone.accept(result.with(missing.get()));
            return;
        }
        waiting = AFTER_HOOK;
        steps.await(() -> {
            Optional<String> failure = context.commands().orElseThrow().after(record.note(), result, this::hookStarted);
            return () -> {
                waiting = "";
                record.hooksEnded();
                whenDone.accept(failure.map(result::with).orElse(result));
            };
        });
    }

    /** Why the command after the restart cannot be run, though it is due: what another listener does undoes something else. */
    private Optional<String> missingAfterHook() {
        RestartNote note = record.note();
        if (note.isBegunByOtherThan(context.journal().owner())) {
            return Optional.of("--after-restart hook not run, because " + note.begunBy()
                    + " began the restart; run the hook of that listener for this program");
        }
        return hasAfterHook()
                ? Optional.empty()
                : Optional.of("--after-restart hook not run, because this listener has none any more;"
                        + " run the one it had for this program");
    }

    private void over(RestartResult result) {
        // reported first: whoever waits for the end of the restart relies on its having been reported
        tell(result, record::told);
        record.keepUnlessTold(result);
        end.accept(this);
    }

    private void tell(RestartResult result, Runnable told) {
        switch (result.outcome()) {
            case RESTARTED -> LOG.info("restarted {}: {}", name, result.sentence());
            case SKIPPED -> LOG.warn("{} not restarted: {}", name, result.sentence());
            case STOP_FAILED -> LOG.error("failed to stop {}: {}", name, result.sentence());
            case START_FAILED -> LOG.error("failed to start {}: {}; retrying", name, result.sentence());
        }
        report.accept(result, told);
    }
}
