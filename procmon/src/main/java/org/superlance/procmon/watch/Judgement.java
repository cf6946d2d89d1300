package org.superlance.procmon.watch;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.procmon.policy.BackoffPolicy;
import org.superlance.procmon.policy.FailureHistory;
import org.superlance.procmon.policy.GiveUp;
import org.superlance.procmon.policy.RestartDecision;
import org.superlance.procmon.policy.ScheduledRestart;

/** What a state that a program is seen in means for it. It acts on nothing. */
final class Judgement {

    /** supervisord's own {@code autorestart} comes within its next round, which takes a second at most. */
    static final Duration UNTIL_AN_EXIT_IS_FINAL = Duration.ofSeconds(2);

    private final BackoffPolicy policy;
    private final Duration threshold;
    private final Exits exits;

    Judgement(BackoffPolicy policy, WatchSettings settings) {
        this.policy = policy;
        this.threshold = settings.policy().threshold();
        this.exits = settings.exits();
    }

    /** Takes in what was seen of a program. */
    Optional<Notice> see(Program program, Sighting seen) {
        Optional<Notice> started = isUp(seen.state()) ? startedByOthers(program, seen) : Optional.empty();
        boolean again = program.isIn(seen.state());
        program.enter(seen.state(), seen.at());
        return switch (seen.state()) {
            case STARTING, BACKOFF, RUNNING -> {
                noteRun(program, seen, again);
                yield proven(program, seen.at()).or(() -> started);
            }
            case EXITED -> exited(program, seen);
            case FATAL -> fatal(program, seen);
            case STOPPED, STOPPING -> stopped(program);
            case UNKNOWN -> Optional.empty();
        };
    }

    /** Whether a program in that state is one that is brought back. */
    boolean isDown(Sighting seen) {
        return seen.state() == ProcessState.FATAL
                || (seen.state() == ProcessState.EXITED && exits.include(seen.expected()));
    }

    /** A run that we began has lasted long enough, or any run long enough to forget failures. */
    Optional<Notice> proven(Program program, Instant now) {
        if (!program.isIn(ProcessState.RUNNING)) {
            return Optional.empty();
        }
        Duration ran = ran(program, now);
        program.failures(policy.running(program.failures(), ran));
        return ran.compareTo(threshold) < 0
                ? Optional.empty()
                : program.endTrial().map(trial -> Notice.broughtBack(program.name(), trial.reason()));
    }

    /** When a run that we began will have lasted long enough. */
    Optional<Instant> provenAt(Program program) {
        return program.trial().isPresent() && program.isIn(ProcessState.RUNNING)
                ? program.runBegan().map(began -> began.plus(threshold))
                : Optional.empty();
    }

    /** It has ended, and supervisord has not started it again. */
    Optional<Notice> exitIsFinal(Program program, Instant now) {
        Optional<Duration> run = program.unjudgedRun();
        program.judged();
        program.endTrial();
        return run.flatMap(ran -> follow(program, policy.ended(program.failures(), ran, now), false));
    }

    /** It could not even be started. */
    Optional<Notice> startFailed(Program program, String why, Instant now) {
        boolean tried = program.endTrial().isPresent();
        return follow(program, policy.failed(program.failures(), why, now), tried);
    }

    private Optional<Notice> startedByOthers(Program program, Sighting seen) {
        boolean wasGivenUp = program.failures().givenUp();
        if (wasGivenUp) {
            program.failures(FailureHistory.NONE);
        }
        boolean waited = program.next().isPresent() || wasGivenUp;
        program.dropPlan();
        return waited
                ? Optional.of(Notice.notNeeded(program.name(), "it is " + seen.state() + ", started by somebody else"))
                : Optional.empty();
    }

    /**
     * A run is counted from RUNNING on: what died in its start is sometimes RUNNING for no time at all, because supervisord
     * notices an end up to a second late.
     */
    private static void noteRun(Program program, Sighting seen, boolean again) {
        if (seen.state() != ProcessState.RUNNING) {
            program.noRunBegan();
            return;
        }
        Instant told = seen.at().minus(seen.ran().orElse(Duration.ZERO));
        if (!again || program.runBegan().filter(told::isAfter).isPresent()) {
            program.runBegan(told);
        }
    }

    private Optional<Notice> exited(Program program, Sighting seen) {
        if (Duration.between(program.since(), seen.at()).compareTo(UNTIL_AN_EXIT_IS_FINAL) > 0) {
            program.endTrial();
        }
        if (program.isDecided() && exits.include(seen.expected())) {
            return Optional.empty();
        }
        Duration ran = seen.ran().orElseGet(() -> ran(program, seen.at()));
        program.failures(policy.running(program.failures(), ran));
        program.dropPlan();
        if (exits.include(seen.expected())) {
            program.ended(ran);
        }
        return Optional.empty();
    }

    private Optional<Notice> fatal(Program program, Sighting seen) {
        return program.isDecided() ? Optional.empty() : startFailed(program, "FATAL", seen.at());
    }

    /** Somebody wants it down, or has put it right and starts afresh. */
    private static Optional<Notice> stopped(Program program) {
        program.endTrial();
        program.dropPlan();
        program.failures(FailureHistory.NONE);
        return Optional.empty();
    }

    private static Optional<Notice> follow(Program program, RestartDecision decision, boolean startFailed) {
        program.failures(decision.failures());
        if (decision instanceof ScheduledRestart next) {
            program.plan(next);
            return Optional.of(Notice.nextStart(program.name(), next, startFailed));
        }
        program.dropPlan();
        return Optional.of(Notice.givenUp(program.name(), (GiveUp) decision, startFailed));
    }

    private static boolean isUp(ProcessState state) {
        return state == ProcessState.STARTING || state == ProcessState.BACKOFF || state == ProcessState.RUNNING;
    }

    private static Duration ran(Program program, Instant now) {
        Duration ran =
                program.runBegan().map(began -> Duration.between(began, now)).orElse(Duration.ZERO);
        return ran.isNegative() ? Duration.ZERO : ran;
    }
}
