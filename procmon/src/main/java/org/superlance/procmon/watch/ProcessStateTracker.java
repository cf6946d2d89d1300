package org.superlance.procmon.watch;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.superlance.listener.event.Event.ProcessStateEvent;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.procmon.policy.BackoffPolicy;
import org.superlance.procmon.policy.FailureHistory;
import org.superlance.procmon.policy.RestartDecision;
import org.superlance.procmon.policy.RestartDecision.GiveUp;
import org.superlance.procmon.policy.RestartDecision.ScheduledRestart;
import org.superlance.procmon.watch.WatchConfig.ExitedPolicy;

/** Decides what follows from an observed state of a program. Performs no action itself. */
final class ProcessStateTracker {

    /** {@code autorestart} of supervisord takes effect in its next round, within a second. */
    static final Duration AUTORESTART_GRACE = Duration.ofSeconds(2);

    private final BackoffPolicy policy;
    private final Duration threshold;
    private final ExitedPolicy exitedPolicy;
    private final ShutdownConditions shutdown;

    ProcessStateTracker(BackoffPolicy policy, WatchConfig config) {
        this.policy = policy;
        this.threshold = config.policy().threshold();
        this.exitedPolicy = config.exitedPolicy();
        this.shutdown = config.shutdown();
    }

    /** Updates a program from what was observed. */
    Optional<WatchDecision> update(WatchedProcess process, ObservedState seen) {
        Optional<WatchDecision> started = isUp(seen.state()) ? startedByOthers(process, seen) : Optional.empty();
        boolean again = process.isIn(seen.state());
        process.enter(seen.state(), seen.at());
        return switch (seen.state()) {
            case STARTING, BACKOFF, RUNNING -> {
                noteRun(process, seen, again);
                yield recovered(process, seen.at()).or(() -> started);
            }
            case EXITED -> exited(process, seen);
            case FATAL -> fatal(process, seen);
            case STOPPED, STOPPING -> stopped(process);
            case UNKNOWN -> Optional.empty();
        };
    }

    /** Whether a program in that state is to be started. */
    boolean isDown(ObservedState seen) {
        return seen.state() == ProcessState.FATAL
                || (seen.state() == ProcessState.EXITED && exitedPolicy.include(seen.expected()));
    }

    /** A run that this listener started has reached the threshold, or any run is long enough to reset failures. */
    Optional<WatchDecision> recovered(WatchedProcess process, Instant now) {
        if (!process.isIn(ProcessState.RUNNING)) {
            return Optional.empty();
        }
        Duration ran = ran(process, now);
        process.failures(policy.running(process.failures(), ran));
        return ran.compareTo(threshold) < 0
                ? Optional.empty()
                : process.endAttempt().map(attempt -> WatchDecision.broughtBack(process.name(), attempt.reason()));
    }

    /** When a run that this listener started will reach the threshold. */
    Optional<Instant> recoveredAt(WatchedProcess process) {
        return process.attempt().isPresent() && process.isIn(ProcessState.RUNNING)
                ? process.runBegan().map(began -> began.plus(threshold))
                : Optional.empty();
    }

    /** It has exited, and supervisord has not restarted it. */
    Optional<WatchDecision> onFinalExit(WatchedProcess process, Instant now) {
        Optional<Duration> run = process.unjudgedRun();
        process.judged();
        process.endAttempt();
        return run.flatMap(ran -> follow(process, policy.ended(process.failures(), ran, now), false));
    }

    /** It could not be started. */
    Optional<WatchDecision> onStartFailed(WatchedProcess process, String why, Instant now) {
        boolean tried = process.endAttempt().isPresent();
        return follow(process, policy.failed(process.failures(), why, now), tried);
    }

    private Optional<WatchDecision> startedByOthers(WatchedProcess process, ObservedState seen) {
        boolean wasGivenUp = process.failures().givenUp();
        if (wasGivenUp) {
            process.failures(FailureHistory.NONE);
        }
        boolean waited = process.next().isPresent() || wasGivenUp;
        process.cancelRestart();
        return waited
                ? Optional.of(WatchDecision.notNeeded(process.name(), seen.state() + ", not started by procmon"))
                : Optional.empty();
    }

    /**
     * A run counts from RUNNING on: what exits while STARTING is sometimes RUNNING for no time at all, because supervisord
     * notices an end up to a second late.
     */
    private static void noteRun(WatchedProcess process, ObservedState seen, boolean again) {
        if (seen.state() != ProcessState.RUNNING) {
            process.noRunBegan();
            return;
        }
        Instant told = seen.at().minus(seen.ran().orElse(Duration.ZERO));
        if (!again || process.runBegan().filter(told::isAfter).isPresent()) {
            process.runBegan(told);
        }
    }

    private Optional<WatchDecision> exited(WatchedProcess process, ObservedState seen) {
        if (Duration.between(process.since(), seen.at()).compareTo(AUTORESTART_GRACE) > 0) {
            process.endAttempt();
        }
        if (process.isJudged() && exitedPolicy.include(seen.expected())) {
            return Optional.empty();
        }
        Duration ran = seen.ran().orElseGet(() -> ran(process, seen.at()));
        process.failures(policy.running(process.failures(), ran));
        process.cancelRestart();
        if (exitedPolicy.include(seen.expected())) {
            process.ended(ran);
        }
        return Optional.empty();
    }

    private Optional<WatchDecision> fatal(WatchedProcess process, ObservedState seen) {
        if (shutdown.endAtFatal(process.name())) {
            process.cancelRestart();
            return Optional.empty();
        }
        return process.isJudged() ? Optional.empty() : onStartFailed(process, "FATAL", seen.at());
    }

    /** An operator has stopped it: its failures no longer count. */
    private static Optional<WatchDecision> stopped(WatchedProcess process) {
        process.endAttempt();
        process.cancelRestart();
        process.failures(FailureHistory.NONE);
        return Optional.empty();
    }

    private static Optional<WatchDecision> follow(
            WatchedProcess process, RestartDecision decision, boolean startFailed) {
        process.failures(decision.failures());
        if (decision instanceof ScheduledRestart next) {
            process.schedule(next);
            return Optional.of(WatchDecision.nextStart(process.name(), next, startFailed));
        }
        process.cancelRestart();
        return Optional.of(WatchDecision.givenUp(process.name(), (GiveUp) decision, startFailed));
    }

    private static boolean isUp(ProcessState state) {
        return state == ProcessState.STARTING || state == ProcessState.BACKOFF || state == ProcessState.RUNNING;
    }

    private static Duration ran(WatchedProcess process, Instant now) {
        Duration ran =
                process.runBegan().map(began -> Duration.between(began, now)).orElse(Duration.ZERO);
        return ran.isNegative() ? Duration.ZERO : ran;
    }

    /**
     * A state that a program was seen in.
     *
     * @param at when, by this machine's clock
     * @param ran how long it has certainly been running, or had when it ended; empty where that is not known
     * @param expected false only for an EXITED that supervisord did not expect
     */
    record ObservedState(ProcessState state, Instant at, Optional<Duration> ran, boolean expected) {

        /** supervisord notices an end in its next round, up to a second late. */
        private static final Duration EXIT_DETECTION_DELAY = Duration.ofSeconds(1);

        static ObservedState of(ProcessStateEvent event, Instant at) {
            return new ObservedState(event.state(), at, Optional.empty(), event.expected());
        }

        /** supervisord notes an error with an end that it did not expect. */
        static ObservedState of(ProcessInfo process, Instant at) {
            boolean expected = process.state() != ProcessState.EXITED
                    || process.spawnError().isEmpty();
            return new ObservedState(process.state(), at, ran(process), expected);
        }

        private static Optional<Duration> ran(ProcessInfo process) {
            if (process.state() != ProcessState.EXITED) {
                return process.uptime();
            }
            Duration ran = Duration.between(process.start(), process.stop()).minus(EXIT_DETECTION_DELAY);
            return Optional.of(ran.isNegative() ? Duration.ZERO : ran);
        }
    }
}
