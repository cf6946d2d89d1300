package org.superlance.listener.restart;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.restart.RestartResult.Outcome;
import org.superlance.listener.supervisor.Fault;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.listener.supervisor.RpcResult;
import org.superlance.listener.supervisor.SupervisorClient;
import org.superlance.listener.util.Backoff;
import org.superlance.listener.util.Durations;
import org.superlance.listener.util.LogOnce;

/**
 * One restart, from the stop to the running process. Each step is one call to supervisord, which decides the next step;
 * no thread is held between steps.
 *
 * <p>What counts is what becomes of the process. An answer that says neither yes nor a known no is only an occasion to
 * look: a process without a pid is stopped, one with another pid or start time is started, and one that has not changed is
 * neither.
 *
 * <p>Source of the answers that are not true: the Go supervisord 0.7.4 refuses each stop and each start that it then makes,
 * and shows what it has stopped as BACKOFF; 0.7.3 confirms a start within 5 s of an early stop, and starts nothing.
 */
final class RestartTask {

    private static final Logger LOG = LoggerFactory.getLogger(RestartTask.class);
    /** Polls of a process that keeps running after a stop of which no answer came, before the stop counts as failed. */
    private static final int MAX_POLLS = 5;
    /** The same after an answer, whatever it was, about a minute: the process may take its time to end. */
    private static final int MAX_POLLS_AFTER_ANSWER = 25;
    /** Polls that show a process in BACKOFF or UNKNOWN without a pid, before it counts as stopped and not as about to be retried. */
    private static final int POLLS_WITHOUT_PID = 4;
    /** Polls of a process that does not begin to run, about 5 s, before its start counts as failed. */
    private static final int MAX_POLLS_NOT_STARTED = 9;
    /** How long a process that kept running is watched after that, lest it end later and stay down. */
    private static final Duration LATE_STOP_LIMIT = Duration.ofHours(1);
    /** Between two polls of a process that is stopping or starting. */
    private static final Backoff POLL_BACKOFF = new Backoff(Duration.ofMillis(100), 1.4, Duration.ofSeconds(3));
    /** Between two steps when the listener is exiting. */
    private static final Duration SHUTDOWN_STEP_DELAY = Duration.ofMillis(250);

    private final Context context;
    private final Namespec name;
    private final RestartHooks hooks;
    private final BiConsumer<RestartResult, Runnable> report;
    private final Consumer<RestartTask> end;

    private final RestartRecord record;
    private final LogOnce startFailure = new LogOnce();
    private volatile boolean begun;
    private boolean resumed;
    private long oldPid;
    private Instant oldStart;
    private StopAnswer stopAnswer = StopAnswer.CONFIRMED;
    private String unconfirmed = "";
    private int errors;
    private int polls;
    private int pollsWithoutPid;
    private int starts;
    private int startsWithoutEffect;
    private Duration watched = Duration.ZERO;

    // guarded by this
    private @Nullable Runnable nextStep;
    private @Nullable Future<?> scheduled;
    private int turns;

    /**
     * What all restarts of a listener share.
     *
     * @param journal records what is stopped and not started yet
     * @param finishing whether the listener is exiting, so that restarts must hurry
     * @param inProgress whether a restart of that process is in progress
     * @param paused why a restart of that process does not begin; what was stopped is started all the same
     */
    record Context(
            SupervisorClient supervisor,
            RestartJournal journal,
            ScheduledExecutorService workers,
            BooleanSupplier finishing,
            Predicate<Namespec> inProgress,
            Function<Namespec, Optional<String>> paused) {}

    /** What the answer to the stop is worth. */
    private enum StopAnswer {
        /** Yes: supervisord itself shows the process as STOPPING from then on. */
        CONFIRMED("supervisord confirmed the stop", MAX_POLLS_AFTER_ANSWER),
        /** None came, though the stop may have been asked for. */
        NONE("supervisord did not confirm the stop", MAX_POLLS),
        /** A refusal that supervisord does not document. */
        REFUSED("supervisord refused the stop", MAX_POLLS_AFTER_ANSWER);

        private final String sentence;
        private final int maxPolls;

        StopAnswer(String sentence, int maxPolls) {
            this.sentence = sentence;
            this.maxPolls = maxPolls;
        }
    }

    /**
     * @param note what is recorded of it: the process to be stopped, with its pid and start as far as they are known
     * @param report receives the result, and what to run when it is told, on a worker thread
     * @param end called when there is nothing more to do, after the report
     */
    RestartTask(
            Context context,
            RestartNote note,
            RestartHooks hooks,
            BiConsumer<RestartResult, Runnable> report,
            Consumer<RestartTask> end) {
        this.context = context;
        this.record = new RestartRecord(context.journal(), note);
        this.name = note.name();
        this.oldPid = note.decision().process().pid();
        this.oldStart = note.decision().process().start();
        this.hooks = hooks;
        this.report = report;
        this.end = end;
    }

    Namespec name() {
        return name;
    }

    /** Why it is made. */
    Decision decision() {
        return record.note().decision();
    }

    void beginAfter(Duration delay, Runnable firstStep) {
        begun = delay.isZero();
        if (!begun) {
            LOG.info("{}: restart begins in {}", name, Durations.format(delay));
        }
        next(delay, () -> {
            begun = true;
            firstStep.run();
        });
    }

    void begin() {
        if (isPaused()) {
            return;
        }
        attempt(hooks.beforeStop());
        RpcResult<ProcessInfo> result = context.supervisor().process(name);
        if (isGone(result)) {
            end(Outcome.SKIPPED, result.sentence());
            return;
        }
        // not every server refuses to stop what does not run, and somebody may have stopped it since it was checked
        ProcessInfo process = result.value().orElse(null);
        if (process != null && !process.hasPid()) {
            end(Outcome.SKIPPED, "it is not running any more, its state is " + process.state());
            return;
        }
        if (process != null) {
            oldPid = process.pid();
            oldStart = process.start();
        }
        stop(process);
    }

    /** For a process that does not run. */
    void beginWithStart() {
        if (isPaused()) {
            return;
        }
        record.begin(null);
        start();
    }

    /** Since it was decided on: it may have waited for others, or for its delay. */
    private boolean isPaused() {
        Optional<String> why = context.paused().apply(name);
        why.ifPresent(clause -> end(Outcome.SKIPPED, clause));
        return why.isPresent();
    }

    /** Goes on with what an earlier run of this listener has begun. It only starts what is stopped, and stops nothing. */
    void resume() {
        resumed = true;
        if (record.note().startFailed()) {
            startFailure.raise();
        }
        pollStopped();
    }

    private void stop(@Nullable ProcessInfo process) {
        record.begin(process);
        RpcResult<Boolean> result = context.supervisor().stop(name, false);
        if (isGone(result) || result.isFault(Fault.NOT_RUNNING)) {
            end(Outcome.SKIPPED, result.sentence());
            return;
        }
        if (result.value().isEmpty()) {
            if (!mayHaveActed(result)) {
                end(Outcome.STOP_FAILED, result.sentence());
                return;
            }
            stopAnswer = result instanceof RpcResult.NoResponse<?> ? StopAnswer.NONE : StopAnswer.REFUSED;
            unconfirmed = stopAnswer == StopAnswer.REFUSED ? result.sentence() : "";
            LOG.warn("{}: {}; checking whether it stops anyway", name, result.sentence());
        }
        poll(this::pollStopped);
    }

    /** Whether what supervisord was asked for may happen though it has not said so. */
    private static boolean mayHaveActed(RpcResult<?> result) {
        return result instanceof RpcResult.NoResponse<?> noResponse
                ? noResponse.mayHaveActed()
                : result.isFault(Fault.OTHER) || result.isFault(Fault.FAILED);
    }

    void pollStopped() {
        RpcResult<ProcessInfo> result = context.supervisor().process(name);
        if (result.value().isEmpty()) {
            pollAgainUnlessGone(result, this::pollStopped);
            return;
        }
        ProcessInfo process = result.value().get();
        switch (process.state()) {
            case STOPPED, EXITED, FATAL -> down(process);
            case BACKOFF -> pollWithoutPid(process);
            case RUNNING -> stillRunning(process);
            case UNKNOWN -> {
                if (process.hasPid()) {
                    end(Outcome.STOP_FAILED, "supervisord could not stop it, its state is UNKNOWN");
                } else {
                    pollWithoutPid(process);
                }
            }
            case STOPPING, STARTING -> poll(this::pollStopped);
        }
    }

    private void pollWithoutPid(ProcessInfo process) {
        pollsWithoutPid = process.hasPid() ? 0 : pollsWithoutPid + 1;
        if (pollsWithoutPid >= POLLS_WITHOUT_PID) {
            stopped(process);
        } else {
            poll(this::pollStopped);
        }
    }

    private void down(ProcessInfo process) {
        if (resumed && process.state() == ProcessState.STOPPED && record.isStoppedByOthers(process)) {
            end(Outcome.SKIPPED, "stopped by somebody else");
        } else if (resumed && process.state() == ProcessState.EXITED && record.isStartedSince(process)) {
            end(Outcome.RESTARTED, "started, and exited by itself");
        } else {
            stopped(process);
        }
    }

    private void stopped(ProcessInfo process) {
        oldStart = process.start();
        attempt(hooks.whileStopped());
        next(hooks.pause(), this::start);
    }

    private void stillRunning(ProcessInfo process) {
        if (isAnotherRun(process)) {
            end(Outcome.RESTARTED, "new pid " + process.pid());
        } else if (polls >= (resumed ? MAX_POLLS : stopAnswer.maxPolls)) {
            // recorded until it is certain that it does not stop
            reportStillRunning();
            end.accept(this);
            watchForLateStop();
        } else {
            poll(this::pollStopped);
        }
    }

    private void reportStillRunning() {
        String running = ", still running with pid " + oldPid;
        if (resumed) {
            String why = "it was not stopped when the listener ended" + running;
            report(Outcome.SKIPPED, why, record.note().id(), () -> {});
        } else {
            String why = (unconfirmed.isEmpty() ? stopAnswer.sentence : unconfirmed) + running;
            report(Outcome.STOP_FAILED, why, record.note().stopFailureId(), () -> {});
        }
    }

    private boolean isAnotherRun(ProcessInfo process) {
        return process.pid() != oldPid
                || !(oldStart.equals(Instant.EPOCH) || process.start().equals(oldStart));
    }

    /** The stop counts as failed, and yet it may have been asked for: then nobody else would start the process again. */
    private void watchForLateStop() {
        Duration delay = POLL_BACKOFF.max();
        watched = watched.plus(delay);
        next(delay, this::pollLateStop);
    }

    private void pollLateStop() {
        if (context.inProgress().test(name)) {
            // its turn: it looks for itself
            return;
        }
        RpcResult<ProcessInfo> result = context.supervisor().process(name);
        ProcessInfo process = result.value().orElse(null);
        boolean over = isGone(result)
                || (process != null && process.hasPid() && isAnotherRun(process))
                || watched.compareTo(LATE_STOP_LIMIT) > 0;
        pollsWithoutPid = process != null && !process.hasPid() ? pollsWithoutPid + 1 : 0;
        if (over) {
            record.told();
        } else if (process != null && pollsWithoutPid >= POLLS_WITHOUT_PID) {
            LOG.warn("{}: it has stopped after all, its state is {}; starting it", name, process.state());
            stopped(process);
        } else {
            watchForLateStop();
        }
    }

    private void attempt(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | VirtualMachineError | LinkageError e) {
            LOG.error("{}: internal error in a step of its restart; continuing", name, e);
        }
    }

    void start() {
        starts++;
        polls = 0;
        RpcResult<Boolean> result = context.supervisor().start(name, false);
        if (result.value().isPresent() || result.isFault(Fault.ALREADY_STARTED)) {
            unconfirmed = "";
            poll(this::pollStarted);
        } else if (isGone(result)) {
            end(Outcome.SKIPPED, result.sentence());
        } else if (mayHaveActed(result)) {
            unconfirmed = result.sentence();
            LOG.warn("{}: {}; checking whether it starts anyway", name, unconfirmed);
            poll(this::pollStarted);
        } else {
            startFailed(result.sentence());
            startLater();
        }
    }

    private void pollStarted() {
        RpcResult<ProcessInfo> result = context.supervisor().process(name);
        if (result.value().isEmpty()) {
            pollAgainUnlessGone(result, this::pollStarted);
            return;
        }
        ProcessInfo process = result.value().get();
        if (!process.hasPid() && process.start().equals(oldStart) && !isEndOfUnknownRun(process)) {
            notStarted(process);
            return;
        }
        switch (process.state()) {
            case RUNNING -> end(Outcome.RESTARTED, "new pid " + process.pid());
            case EXITED -> end(Outcome.RESTARTED, "started, and exited by itself");
            case STOPPED -> end(Outcome.SKIPPED, "started, and stopped by somebody else");
            case BACKOFF -> {
                startFailed("it exits right after its start, supervisord retries" + because(process));
                poll(this::pollStarted);
            }
            case FATAL, UNKNOWN -> {
                startFailed("supervisord gave up starting it" + because(process));
                startLater();
            }
            case STARTING, STOPPING -> poll(this::pollStarted);
        }
    }

    /** A server that tells no start times tells at least that a program has run. */
    private static boolean isEndOfUnknownRun(ProcessInfo process) {
        return process.state() == ProcessState.EXITED && process.start().equals(Instant.EPOCH);
    }

    /** Nothing shows that it was started. A server that says it would is asked once more before people are told. */
    private void notStarted(ProcessInfo process) {
        if (polls < MAX_POLLS_NOT_STARTED) {
            poll(this::pollStarted);
            return;
        }
        startsWithoutEffect++;
        if (unconfirmed.isEmpty() && startsWithoutEffect == 1) {
            LOG.warn("{}: supervisord confirmed the start, and it is still {}; starting again", name, process.state());
        } else {
            startFailed((unconfirmed.isEmpty() ? "supervisord confirmed the start" : unconfirmed) + ", and it is still "
                    + process.state() + because(process));
        }
        startLater();
    }

    private static String because(ProcessInfo process) {
        return process.spawnError().isEmpty() ? "" : ": " + process.spawnError();
    }

    private void startFailed(String why) {
        if (startFailure.raise()) {
            report(Outcome.START_FAILED, why, record.note().startFailureId(), record::startFailureTold);
        } else {
            LOG.debug("{}: not started yet: {}", name, why);
        }
    }

    private void startLater() {
        next(Backoff.RETRY.delayAfter(starts), this::start);
    }

    private void pollAgainUnlessGone(RpcResult<?> result, Runnable step) {
        if (isGone(result)) {
            end(Outcome.SKIPPED, result.sentence());
        } else {
            if (polls == 0) {
                LOG.warn("{}: cannot get its state during its restart: {}; retrying", name, result.sentence());
            }
            poll(step);
        }
    }

    /** Removed from the configuration, or supervisord is shutting down: then it must not be started. */
    private static boolean isGone(RpcResult<?> result) {
        return result.isFault(Fault.BAD_NAME) || result.isFault(Fault.SHUTDOWN_STATE);
    }

    private void poll(Runnable step) {
        polls++;
        next(POLL_BACKOFF.delayAfter(polls), step);
    }

    /** Continues with that step after that time, or sooner if the listener is exiting. */
    private synchronized void next(Duration delay, Runnable step) {
        nextStep = step;
        int turn = ++turns;
        long millis = Math.min(
                delay.toMillis(), context.finishing().getAsBoolean() ? SHUTDOWN_STEP_DELAY.toMillis() : Long.MAX_VALUE);
        try {
            scheduled = context.workers().schedule(() -> run(step, turn), millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("listener exits before the next step of a restart", e);
        }
    }

    /** Runs the next step at once, or cancels the restart if it has not begun. */
    void expedite() {
        if (cancelScheduled()) {
            end(Outcome.SKIPPED, "listener exits before the restart began");
        }
    }

    /** Makes the next step due now; or drops it, and returns true, if the restart has not begun. */
    private synchronized boolean cancelScheduled() {
        if (nextStep == null || scheduled == null || !scheduled.cancel(false)) {
            return false;
        }
        if (begun) {
            next(Duration.ZERO, nextStep);
        }
        return !begun;
    }

    private void run(Runnable step, int turn) {
        synchronized (this) {
            if (turn != turns) {
                // another one was made due in its place, when it could not be cancelled any more
                return;
            }
            // a future can be cancelled while it runs: without this it would go on, and its successor beside it
            nextStep = null;
        }
        try {
            step.run();
        } catch (RuntimeException | VirtualMachineError | LinkageError e) {
            errors++;
            Duration delay = Backoff.RETRY.delayAfter(errors);
            LOG.error("{}: internal error during its restart; continuing in {}", name, Durations.format(delay), e);
            next(delay, this::pollStopped);
        }
    }

    private void end(Outcome outcome, String sentence) {
        // reported first: whoever waits for the end of the restart relies on its having been reported
        RestartResult result = report(outcome, sentence, record.note().id(), record::told);
        record.keepUnlessTold(result);
        end.accept(this);
    }

    private RestartResult report(Outcome outcome, String sentence, String id, Runnable told) {
        RestartResult result = new RestartResult(name, outcome, sentence, id);
        switch (outcome) {
            case RESTARTED -> LOG.info("restarted {}: {}", name, sentence);
            case SKIPPED -> LOG.warn("{} not restarted: {}", name, sentence);
            case STOP_FAILED -> LOG.error("failed to stop {}: {}", name, sentence);
            case START_FAILED -> LOG.error("failed to start {}: {}; retrying", name, sentence);
        }
        report.accept(result, told);
        return result;
    }
}
