package org.superlance.listener.restart;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.superlance.listener.restart.Check.CheckResult;
import org.superlance.listener.restart.Decision.DecisionType;
import org.superlance.listener.restart.RestartNote.HookProgress.Stage;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;

/**
 * What is remembered of a restart until it is over and told: enough to finish it, and to report it like any other.
 *
 * @param decision why it is made
 * @param id its own; alerts about it are known by it
 * @param since when it began; the epoch if unknown
 * @param pause how long the process is left stopped
 * @param startFailed whether it was reported that the start fails
 * @param ended what came of it, once it is over and still to be told
 * @param begunBy the listener that began it, such as {@code memmon web:memmon}; empty if unknown
 * @param hooks which commands of the user were run around it
 * @param progress how far it had come
 */
public record RestartNote(
        Decision decision,
        String id,
        Instant since,
        Duration pause,
        boolean startFailed,
        Optional<RestartResult> ended,
        String begunBy,
        HookProgress hooks,
        Progress progress) {

    /** The cause, for metrics, where the note does not say it. */
    static final String UNKNOWN_CAUSE = "resumed";

    /** One that begins now. */
    static RestartNote of(Decision decision, Duration pause) {
        return new RestartNote(
                decision,
                UUID.randomUUID().toString(),
                Instant.EPOCH,
                pause,
                false,
                Optional.empty(),
                "",
                HookProgress.NONE,
                Progress.BEGUN);
    }

    /** What the next run of the listener may make of it. */
    enum Progress {
        /** It waits for others: the process runs as it did, and is still to be restarted. */
        QUEUED,
        /** What runs before the stop was begun. No stop was asked for: if the process is down, others wanted that. */
        BEFORE_STOP,
        /** The stop may have been asked for. */
        BEGUN
    }

    /**
     * How far the commands around a restart have come.
     *
     * @param failure why the one before the stop failed; empty if it did not
     * @param process the one that was begun last, or another step before the stop, as {@code ProcessIdentity} has it; it may
     *     have ended
     */
    record HookProgress(Stage stage, String failure, String process) {

        static final HookProgress NONE = new HookProgress(Stage.NONE, "", "");

        /** What is to be done about the command after the restart. */
        enum Stage {
            /** Nothing: none was run before it, and it has not begun. */
            NONE,
            /** It is to be run when the restart has ended. */
            DUE,
            /** It was run. */
            ENDED
        }

        HookProgress at(Stage stage) {
            return new HookProgress(stage, failure, process);
        }
    }

    public Namespec name() {
        return decision.name();
    }

    /** Whether it is about a process that ran. */
    boolean isOfRunningProcess() {
        return decision.type() != DecisionType.START;
    }

    /** The id of the alert that its start fails. */
    public String startFailureId() {
        return id + "-start";
    }

    /** The id of the alert that it could not be stopped, though it may stop later. */
    String stopFailureId() {
        return id + "-stop";
    }

    /** The same of the process as it is now. */
    RestartNote of(ProcessInfo process) {
        CheckResult result = decision.result();
        CheckResult now = new CheckResult(
                process, result.unhealthy(), result.value(), result.limit(), result.reason(), result.cause());
        return new RestartNote(
                new Decision(now, decision.type(), decision.reason(), decision.changed()),
                id,
                since,
                pause,
                startFailed,
                ended,
                begunBy,
                hooks,
                progress);
    }

    RestartNote begun(Instant since, String begunBy) {
        return new RestartNote(decision, id, since, pause, startFailed, ended, begunBy, hooks, progress);
    }

    RestartNote withStartFailed() {
        return new RestartNote(decision, id, since, pause, true, ended, begunBy, hooks, progress);
    }

    RestartNote ended(RestartResult result) {
        return new RestartNote(decision, id, since, pause, startFailed, Optional.of(result), begunBy, hooks, progress);
    }

    RestartNote withPause(Duration pause) {
        return new RestartNote(decision, id, since, pause, startFailed, ended, begunBy, hooks, progress);
    }

    RestartNote at(Progress progress) {
        return new RestartNote(decision, id, since, pause, startFailed, ended, begunBy, hooks, progress);
    }

    RestartNote with(HookProgress hooks) {
        return new RestartNote(decision, id, since, pause, startFailed, ended, begunBy, hooks, progress);
    }

    /** Whether another listener has begun it. */
    boolean isBegunByOtherThan(String owner) {
        return !begunBy.isEmpty() && !begunBy.equals(owner);
    }

    /** The decision, with what the interruption adds to its reason. */
    Decision resumedDecision(String finishedBy) {
        String addition = isBegunByOtherThan(finishedBy)
                ? "; begun by " + begunBy + ", which does not run"
                : "; interrupted by the end of the listener, finished by its next run";
        return new Decision(decision.result(), decision.type(), decision.reason() + addition, decision.changed());
    }
}
