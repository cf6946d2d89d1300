package org.superlance.procmon.watch;

import java.time.Duration;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.util.Durations;
import org.superlance.procmon.policy.GiveUp;
import org.superlance.procmon.policy.ScheduledRestart;

/**
 * Something that was decided about a program, or came of it. The log line and the mail print this.
 *
 * @param what what is done, the name included
 * @param reason why, one clause
 * @param startFailed whether it follows from a start of ours that came to nothing
 */
record WatchDecision(Kind kind, Namespec name, String what, String reason, boolean startFailed) {

    /** What it is about. */
    enum Kind {
        /** When it will be started. */
        NEXT_START,
        /** It was started, but not by us. */
        NOT_NEEDED,
        /** We have started it, and it runs. */
        BROUGHT_BACK,
        /** We do not start it any more. */
        GIVEN_UP,
        /** It did not end, and was killed. */
        KILLED
    }

    static WatchDecision nextStart(Namespec name, ScheduledRestart next, boolean startFailed) {
        String when = next.delay().isZero() ? "now" : "in " + Durations.format(next.delay());
        return new WatchDecision(Kind.NEXT_START, name, "start " + name + " " + when, next.reason(), startFailed);
    }

    static WatchDecision notNeeded(Namespec name, String reason) {
        return new WatchDecision(Kind.NOT_NEEDED, name, "leave " + name, reason, false);
    }

    static WatchDecision broughtBack(Namespec name, String before) {
        return new WatchDecision(
                Kind.BROUGHT_BACK, name, "brought back " + name, "it runs again; before: " + before, false);
    }

    static WatchDecision givenUp(Namespec name, GiveUp giveUp, boolean startFailed) {
        return new WatchDecision(
                Kind.GIVEN_UP,
                name,
                "give up " + name,
                giveUp.reason() + "; it stays down until somebody starts it: supervisorctl start " + name,
                startFailed);
    }

    static WatchDecision killed(Namespec name, long pid, Duration since) {
        return new WatchDecision(
                Kind.KILLED,
                name,
                "killed " + name,
                "it was told to stop " + Durations.format(since) + " ago and had not ended (--kill-stuck); pid " + pid,
                false);
    }

    /** Whether it says what is to be done, not what was. */
    boolean isToBeActedOn() {
        return kind == Kind.NEXT_START || kind == Kind.GIVEN_UP;
    }

    /** {@code start web:w1 in 4s: FATAL, failure 3 in a row}. */
    String sentence() {
        return what + ": " + reason;
    }
}
