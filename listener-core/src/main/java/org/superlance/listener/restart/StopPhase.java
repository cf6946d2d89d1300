package org.superlance.listener.restart;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
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

/**
 * The stop of one restart, until the process has no pid any more. An answer that says neither yes nor a known no is only an
 * occasion to look.
 *
 * <p>Source of the answers that are not true: the Go supervisord 0.7.4 refuses each stop that it then makes, and shows what
 * it has stopped as BACKOFF.
 */
final class StopPhase {

    private static final Logger LOG = LoggerFactory.getLogger(StopPhase.class);
    /** Polls of a process that keeps running after a stop of which no answer came, before the stop counts as failed. */
    private static final int MAX_POLLS = 5;
    /** The same after an answer, whatever it was, about a minute: the process may take its time to end. */
    private static final int MAX_POLLS_AFTER_ANSWER = 25;
    /** Polls that show a process in BACKOFF or UNKNOWN without a pid, before it counts as stopped and not as about to be retried. */
    private static final int POLLS_WITHOUT_PID = 4;
    /** How long a process that kept running is watched after that, lest it end later and stay down. */
    private static final Duration LATE_STOP_LIMIT = Duration.ofHours(1);

    private static final String NOT_STOPPED = "it was not stopped when the listener ended";

    private final SupervisorClient supervisor;
    private final Predicate<Namespec> inProgress;
    private final RestartSteps steps;
    private final ProcessPolls polls;
    private final RestartRecord record;
    private final RestartEnding ending;
    private final Consumer<ProcessInfo> whenStopped;
    private final Namespec name;

    private boolean resumed;
    private long oldPid;
    private Instant oldStart;
    private StopAnswer stopAnswer = StopAnswer.CONFIRMED;
    private String refusal = "";
    private int pollsWithoutPid;
    private Duration watched = Duration.ZERO;

    /**
     * @param record with the process to be stopped, its pid and its start as far as they are known
     * @param whenStopped the step that follows when the process is stopped
     */
    StopPhase(
            RestartContext context,
            RestartSteps steps,
            RestartRecord record,
            RestartEnding ending,
            Consumer<ProcessInfo> whenStopped) {
        this.supervisor = context.supervisor();
        this.inProgress = context.inProgress();
        this.steps = steps;
        this.record = record;
        this.ending = ending;
        this.whenStopped = whenStopped;
        this.name = record.note().name();
        this.polls = new ProcessPolls(supervisor, steps, ending, name);
        this.oldPid = record.note().decision().process().pid();
        this.oldStart = record.note().decision().process().start();
    }

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
     * Asks for the stop, which is recorded already.
     *
     * @param process as it is now, if that is known
     */
    void begin(@Nullable ProcessInfo process) {
        if (process != null) {
            oldPid = process.pid();
            oldStart = process.start();
        }
        RpcResult<Boolean> result = supervisor.stop(name, false);
        if (RestartAnswers.isGone(result) || result.isFault(Fault.NOT_RUNNING)) {
            ending.end(Outcome.SKIPPED, result.sentence());
            return;
        }
        if (result.value().isEmpty()) {
            if (!RestartAnswers.mayHaveActed(result)) {
                ending.end(Outcome.STOP_FAILED, result.sentence());
                return;
            }
            stopAnswer = result instanceof RpcResult.NoResponse<?> ? StopAnswer.NONE : StopAnswer.REFUSED;
            refusal = stopAnswer == StopAnswer.REFUSED ? result.sentence() : "";
            LOG.warn("{}: {}; checking whether it stops anyway", name, result.sentence());
        }
        polls.again(this::pollStopped);
    }

    /** Goes on with a stop that an earlier run of this listener may have asked for. */
    void resume() {
        resumed = true;
        pollStopped();
    }

    /** Ends a restart of an earlier run that had asked for no stop: it starts nothing, for whoever stopped it wants it so. */
    void resumeBefore() {
        resumed = true;
        polls.look(this::resumeBefore).ifPresent(this::leave);
    }

    private void leave(ProcessInfo process) {
        if (!process.hasPid()) {
            ending.end(Outcome.SKIPPED, "it is not running any more, its state is " + process.state());
        } else if (isAnotherRun(process)) {
            ending.end(Outcome.SKIPPED, "restarted by somebody else meanwhile, new pid " + process.pid());
        } else {
            ending.end(Outcome.SKIPPED, NOT_STOPPED + ", still running with pid " + oldPid);
        }
    }

    void pollStopped() {
        polls.look(this::pollStopped).ifPresent(this::judge);
    }

    private void judge(ProcessInfo process) {
        switch (process.state()) {
            case STOPPED, EXITED, FATAL -> down(process);
            case BACKOFF -> pollWithoutPid(process);
            case RUNNING -> stillRunning(process);
            case UNKNOWN -> {
                if (process.hasPid()) {
                    ending.end(Outcome.STOP_FAILED, "supervisord could not stop it, its state is UNKNOWN");
                } else {
                    pollWithoutPid(process);
                }
            }
            case STOPPING, STARTING -> polls.againOnItsWay(this::pollStopped);
        }
    }

    private void pollWithoutPid(ProcessInfo process) {
        pollsWithoutPid = process.hasPid() ? 0 : pollsWithoutPid + 1;
        if (pollsWithoutPid >= POLLS_WITHOUT_PID) {
            whenStopped.accept(process);
        } else {
            polls.again(this::pollStopped);
        }
    }

    private void down(ProcessInfo process) {
        if (resumed && process.state() == ProcessState.STOPPED && record.isStoppedByOthers(process)) {
            ending.end(Outcome.SKIPPED, "stopped by somebody else");
        } else if (resumed && process.state() == ProcessState.EXITED && record.isStartedSince(process)) {
            ending.end(Outcome.RESTARTED, "started, and exited by itself");
        } else {
            whenStopped.accept(process);
        }
    }

    private void stillRunning(ProcessInfo process) {
        if (isAnotherRun(process)) {
            ending.end(Outcome.RESTARTED, "new pid " + process.pid());
        } else if (polls.count() >= (resumed ? MAX_POLLS : stopAnswer.maxPolls)) {
            // recorded until it is certain that it does not stop
            reportStillRunning();
        } else {
            polls.again(this::pollStopped);
        }
    }

    private void reportStillRunning() {
        String running = ", still running with pid " + oldPid;
        if (resumed) {
            String why = NOT_STOPPED + running;
            ending.stillRunning(Outcome.SKIPPED, why, record.note().id());
        } else {
            String why = (refusal.isEmpty() ? stopAnswer.sentence : refusal) + running;
            ending.stillRunning(Outcome.STOP_FAILED, why, record.note().stopFailureId());
        }
    }

    private boolean isAnotherRun(ProcessInfo process) {
        return process.pid() != oldPid
                || !(oldStart.equals(Instant.EPOCH) || process.start().equals(oldStart));
    }

    /** The stop counts as failed, and yet it may have been asked for: then nobody else would start the process again. */
    void watchForLateStop() {
        Duration delay = ProcessPolls.MAX_DELAY;
        watched = watched.plus(delay);
        steps.next(delay, this::pollLateStop);
    }

    private void pollLateStop() {
        if (inProgress.test(name)) {
            // its turn: it looks for itself, and may end without having replaced this record by its own
            record.told();
            return;
        }
        RpcResult<ProcessInfo> result = supervisor.process(name);
        ProcessInfo process = result.value().orElse(null);
        boolean over = RestartAnswers.isGone(result)
                || (process != null && process.hasPid() && isAnotherRun(process))
                || watched.compareTo(LATE_STOP_LIMIT) > 0;
        pollsWithoutPid = process != null && !process.hasPid() ? pollsWithoutPid + 1 : 0;
        if (over) {
            record.told();
        } else if (process != null && pollsWithoutPid >= POLLS_WITHOUT_PID) {
            LOG.warn("{}: it has stopped after all, its state is {}; starting it", name, process.state());
            whenStopped.accept(process);
        } else {
            watchForLateStop();
        }
    }
}
