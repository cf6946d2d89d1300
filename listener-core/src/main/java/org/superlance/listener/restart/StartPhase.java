package org.superlance.listener.restart;

import java.time.Instant;
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

/**
 * The start of one restart, tried again until the process runs, or need not. What counts is what becomes of the process.
 *
 * <p>Source of the answers that are not true: the Go supervisord 0.7.4 refuses each start that it then makes; 0.7.3
 * confirms a start within 5 s of an early stop, and starts nothing.
 */
final class StartPhase {

    private static final Logger LOG = LoggerFactory.getLogger(StartPhase.class);
    /** Polls of a process that does not begin to run, about 5 s, before its start counts as failed. */
    private static final int MAX_POLLS_NOT_STARTED = 9;

    private final SupervisorClient supervisor;
    private final RestartSteps steps;
    private final RestartEnding ending;
    private final ProcessPolls polls;
    private final Namespec name;

    private Instant oldStart = Instant.EPOCH;
    private String unconfirmed = "";
    private int starts;
    private int startsWithoutEffect;

    StartPhase(SupervisorClient supervisor, RestartSteps steps, RestartEnding ending, Namespec name) {
        this.supervisor = supervisor;
        this.steps = steps;
        this.ending = ending;
        this.name = name;
        this.polls = new ProcessPolls(supervisor, steps, ending, name);
    }

    /** @param process as it is while it does not run */
    void begin(ProcessInfo process) {
        oldStart = process.start();
        start();
    }

    private void start() {
        starts++;
        polls.restart();
        RpcResult<Boolean> result = supervisor.start(name, false);
        if (result.value().isPresent() || result.isFault(Fault.ALREADY_STARTED)) {
            unconfirmed = "";
            polls.again(this::pollStarted);
        } else if (RestartAnswers.isGone(result)) {
            ending.end(Outcome.SKIPPED, result.sentence());
        } else if (RestartAnswers.mayHaveActed(result)) {
            unconfirmed = result.sentence();
            LOG.warn("{}: {}; checking whether it starts anyway", name, unconfirmed);
            polls.again(this::pollStarted);
        } else {
            ending.startFailed(result.sentence());
            startLater();
        }
    }

    private void pollStarted() {
        polls.look(this::pollStarted).ifPresent(this::judge);
    }

    private void judge(ProcessInfo process) {
        if (!process.hasPid() && process.start().equals(oldStart) && !isEndOfUnknownRun(process)) {
            notStarted(process);
            return;
        }
        switch (process.state()) {
            case RUNNING -> ending.end(Outcome.RESTARTED, "new pid " + process.pid());
            case EXITED -> ending.end(Outcome.RESTARTED, "started, and exited by itself");
            case STOPPED -> ending.end(Outcome.SKIPPED, "started, and stopped by somebody else");
            case BACKOFF -> {
                ending.startFailed("it exits right after its start, supervisord retries" + because(process));
                polls.again(this::pollStarted);
            }
            case FATAL, UNKNOWN -> {
                ending.startFailed("supervisord gave up starting it" + because(process));
                startLater();
            }
            case STARTING, STOPPING -> polls.againOnItsWay(this::pollStarted);
        }
    }

    /** A server that tells no start times tells at least that a program has run. */
    private static boolean isEndOfUnknownRun(ProcessInfo process) {
        return process.state() == ProcessState.EXITED && process.start().equals(Instant.EPOCH);
    }

    /** Nothing shows that it was started. A server that says it would is asked once more before people are told. */
    private void notStarted(ProcessInfo process) {
        if (polls.count() < MAX_POLLS_NOT_STARTED) {
            polls.again(this::pollStarted);
            return;
        }
        startsWithoutEffect++;
        if (unconfirmed.isEmpty() && startsWithoutEffect == 1) {
            LOG.warn("{}: supervisord confirmed the start, and it is still {}; starting again", name, process.state());
        } else {
            ending.startFailed((unconfirmed.isEmpty() ? "supervisord confirmed the start" : unconfirmed)
                    + ", and it is still " + process.state() + because(process));
        }
        startLater();
    }

    private static String because(ProcessInfo process) {
        return process.spawnError().isEmpty() ? "" : ": " + process.spawnError();
    }

    private void startLater() {
        steps.next(Backoff.RETRY.delayAfter(starts), this::start);
    }
}
