package org.superlance.procmon.watch;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.superlance.listener.event.Event.ProcessStateEvent;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.procmon.policy.FailureHistory;
import org.superlance.procmon.policy.RestartDecision.ScheduledRestart;

/** The state, failures and scheduled restart of one program. For one thread. */
final class WatchedProcess {

    private final Namespec name;
    private @Nullable ProcessState state;
    private Instant since = Instant.EPOCH;
    private FailureHistory failures;
    private @Nullable ScheduledRestart next;
    private @Nullable Instant runBegan;
    private @Nullable Duration unjudgedRun;
    private @Nullable StartAttempt attempt;
    private boolean left;

    /** @param next the restart that a previous run of this listener has scheduled, or null */
    WatchedProcess(Namespec name, FailureHistory failures, @Nullable ScheduledRestart next) {
        this.name = name;
        this.failures = failures;
        this.next = next;
    }

    /** One without failures. */
    static WatchedProcess unknown(Namespec name) {
        return new WatchedProcess(name, FailureHistory.NONE, null);
    }

    Namespec name() {
        return name;
    }

    /** Empty before it was first seen. */
    Optional<ProcessState> state() {
        return Optional.ofNullable(state);
    }

    boolean isIn(ProcessState asked) {
        return state == asked;
    }

    /**
     * Whether the event follows from the current state, or repeats it. After a start by this listener, only the event of that
     * start does: those before it are older.
     */
    boolean isFollowedBy(ProcessStateEvent event, Instant at) {
        return isAheadOfEvents(at)
                ? StartAttempt.isStart(event)
                : state == null || state == event.state() || state.name().equals(event.from());
    }

    /** When it was first seen in its current state. */
    Instant since() {
        return since;
    }

    /** Sets the state, and cancels what was scheduled in another state, unless by a previous run of this listener. */
    void enter(ProcessState entered, Instant at) {
        if (state == entered) {
            return;
        }
        if (state != null) {
            next = null;
        }
        unjudgedRun = null;
        left = false;
        state = entered;
        since = at;
    }

    FailureHistory failures() {
        return failures;
    }

    void failures(FailureHistory known) {
        failures = known;
    }

    /** The scheduled restart. */
    Optional<ScheduledRestart> next() {
        return Optional.ofNullable(next);
    }

    /** Whether the next run of this listener would act differently without it. */
    boolean isWorthStoring() {
        return next != null || !failures.equals(FailureHistory.NONE);
    }

    void schedule(ScheduledRestart start) {
        next = start;
        failures = start.failures();
    }

    /** A clock that was set back does not make the delay longer. */
    void postponeRestart(Instant now) {
        if (next != null && next.at().isAfter(now.plus(next.delay()))) {
            next = next.movedTo(now.plus(next.delay()));
        }
    }

    void cancelRestart() {
        next = null;
    }

    /** Whether a decision was made for its current state. */
    boolean isJudged() {
        return next != null || unjudgedRun != null || left || failures.givenUp();
    }

    /** Does nothing more about it as long as it stays in its current state. */
    void abandon() {
        left = true;
        next = null;
    }

    boolean isAbandoned() {
        return left;
    }

    /** It has exited; whether supervisord restarts it is not known yet. */
    void ended(Duration run) {
        unjudgedRun = run;
    }

    /** The length of the run that ended and about which no decision was made yet. */
    Optional<Duration> unjudgedRun() {
        return Optional.ofNullable(unjudgedRun);
    }

    void judged() {
        unjudgedRun = null;
    }

    void runBegan(Instant at) {
        runBegan = at;
    }

    void noRunBegan() {
        runBegan = null;
    }

    /** When its last run began, if that was seen. */
    Optional<Instant> runBegan() {
        return Optional.ofNullable(runBegan);
    }

    /** This listener has started it. */
    void beginAttempt(Instant at) {
        attempt = new StartAttempt(next == null ? "" : next.reason(), at, false);
        enter(ProcessState.STARTING, at);
        next = null;
        runBegan = null;
    }

    /** The start by this listener whose outcome is not known yet. */
    Optional<StartAttempt> attempt() {
        return Optional.ofNullable(attempt);
    }

    /** Ends the attempt, and returns it if there was one. */
    Optional<StartAttempt> endAttempt() {
        Optional<StartAttempt> ended = attempt();
        attempt = null;
        return ended;
    }

    /** An event or answer has come that is no older than the start by this listener. */
    void onEvent() {
        attempt = attempt == null ? null : attempt.withConfirmed();
    }

    /** Whether the events of the start by this listener are still to come. */
    boolean isAheadOfEvents(Instant now) {
        return attempt != null && attempt.isAheadOfEvents(now);
    }

    /**
     * A start by this listener whose outcome is not known yet.
     *
     * @param reason why it was started
     * @param confirmed whether an event has reported the start
     */
    record StartAttempt(String reason, Instant began, boolean confirmed) {

        private static final Duration EVENT_GRACE = Duration.ofSeconds(4);

        StartAttempt withConfirmed() {
            return new StartAttempt(reason, began, true);
        }

        /**
         * Whether the events of the start are still to come: what supervisord answers now is ahead of them, and an event that
         * comes now, or came a moment before the start, is older.
         */
        boolean isAheadOfEvents(Instant now) {
            return !confirmed && now.isAfter(began.minus(EVENT_GRACE)) && now.isBefore(eventsDueAt());
        }

        /** When they must have come, if they come at all. */
        Instant eventsDueAt() {
            return began.plus(EVENT_GRACE);
        }

        /** Whether the event is about this start, and not about an older one. */
        static boolean isStart(ProcessStateEvent event) {
            return event.state() == ProcessState.STARTING
                    && (event.from().equals(ProcessState.FATAL.name())
                            || event.from().equals(ProcessState.EXITED.name()));
        }
    }
}
