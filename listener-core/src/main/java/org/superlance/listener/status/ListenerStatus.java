package org.superlance.listener.status;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.superlance.listener.state.ListenerId;

/**
 * What a listener is and does, as it was at one moment. Texts are single lines; those that come from outside are made
 * harmless by whoever writes them, and again by whoever shows them.
 *
 * @param programs those that are not simply well, the first {@link #MAX_PROGRAMS}
 * @param morePrograms how many of these are left out
 * @param receivers whom it tells
 * @param standing what people were told of and what is not over
 * @param failures how many deaths of programs are still to be told
 * @param problem what went wrong last; empty if nothing has
 */
public record ListenerStatus(
        Identity identity,
        State state,
        Activity activity,
        List<ProgramStatus> programs,
        int morePrograms,
        List<ReceiverStatus> receivers,
        List<StandingState> standing,
        int failures,
        Optional<Problem> problem) {

    /** How many programs are kept at most. */
    public static final int MAX_PROGRAMS = 200;

    public ListenerStatus {
        programs = List.copyOf(programs);
        receivers = List.copyOf(receivers);
        standing = List.copyOf(standing);
    }

    /** Whether the other one differs in nothing but the time when it was. */
    public boolean isSameAs(ListenerStatus other) {
        return equals(other.at(activity.written()));
    }

    private ListenerStatus at(Instant time) {
        return new ListenerStatus(
                identity, state, activity.at(time), programs, morePrograms, receivers, standing, failures, problem);
    }

    /** Whether it runs, as it says itself. */
    public enum State {
        RUNNING,
        ENDED
    }

    /**
     * What does not change while it runs.
     *
     * @param process the process of supervisord that it runs in: its own, or one that it shares
     * @param user as whom it runs
     * @param options as they were given, without secrets
     */
    public record Identity(
            ListenerId id,
            String process,
            String version,
            String java,
            long pid,
            String user,
            String options,
            Instant started) {}

    /**
     * What it does.
     *
     * @param written when this was
     * @param lastEvent when the last event of any kind came
     * @param lastTick when the last TICK event came
     * @param checkBegun when the check began that is not over; empty if none is under way
     * @param lastCheck when the last check that could be made was over
     * @param checkDuration how long that took
     * @param watched how many programs it looked at
     */
    public record Activity(
            Instant written,
            Optional<Instant> lastEvent,
            Optional<Instant> lastTick,
            Optional<Instant> checkBegun,
            Optional<Instant> lastCheck,
            Optional<Duration> checkDuration,
            int watched) {

        Activity at(Instant time) {
            return new Activity(time, lastEvent, lastTick, checkBegun, lastCheck, checkDuration, watched);
        }
    }

    /** Why a program is named. */
    public enum Condition {
        /** Its value is at least 90 % of its limit. */
        NEAR,
        /** It is unhealthy, and not restarted yet. */
        OVER,
        /** It is unhealthy, and not restarted because its restart limit is reached. */
        HELD,
        /** Its restart has begun, or waits for others. */
        RESTARTING,
        /** It is unhealthy, and not restarted because it is paused. */
        PAUSED,
        /** It could not be checked. */
        UNCLEAR
    }

    /**
     * A program that is not simply well.
     *
     * @param name its namespec
     * @param pid zero if it does not run
     * @param value what was measured; empty if nothing was
     * @param limit what it is compared with; empty if nothing applies
     * @param reason a clause
     */
    public record ProgramStatus(
            Condition condition, String name, long pid, String value, String limit, String reason) {}

    /**
     * Somebody who is told.
     *
     * @param spool the name of the directory in which its alerts wait
     * @param label who it is, without secrets
     * @param waiting how many alerts wait
     * @param oldest when the oldest of these came
     * @param trouble why the last attempt failed; empty if it did not
     */
    public record ReceiverStatus(
            String spool, String label, int waiting, Optional<Instant> oldest, Optional<Problem> trouble) {}

    /**
     * What lasts.
     *
     * @param subject what people were told
     * @param event the label of that name of the alert; empty if it has none
     * @param program its namespec; empty if it is about none
     */
    public record StandingState(Instant since, String subject, String event, String program) {}

    /** What went wrong, and when. */
    public record Problem(Instant time, String text) {}
}
