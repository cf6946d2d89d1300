package org.superlance.listener.restart;

import java.util.Locale;
import java.util.UUID;
import org.superlance.listener.supervisor.Namespec;

/**
 * The result of a restart. A failing start is reported once; if the process comes up later, it is reported again, as
 * restarted.
 *
 * @param sentence what happened, for the log and the mail
 * @param id of the alert about it: the same one if it is reported again because the listener was killed meanwhile
 * @param stillNeeded whether a restart was skipped that the process still needs: people are told of that
 */
public record RestartResult(Namespec name, Outcome outcome, String sentence, String id, boolean stillNeeded) {

    /** A result after which no restart is needed, or one that says itself that it failed. */
    public RestartResult(Namespec name, Outcome outcome, String sentence, String id) {
        this(name, outcome, sentence, id, false);
    }

    /** The same with an id of its own. */
    public RestartResult(Namespec name, Outcome outcome, String sentence) {
        this(name, outcome, sentence, UUID.randomUUID().toString());
    }

    /** The same, with a further clause. */
    RestartResult with(String clause) {
        return new RestartResult(name, outcome, sentence + "; " + clause, id, stillNeeded);
    }

    /** The outcomes of a restart. */
    public enum Outcome {
        /** Stopped, and running again. */
        RESTARTED,
        /** It could not be stopped, and is still running. */
        STOP_FAILED,
        /** Stopped, and not started yet; the start is retried. */
        START_FAILED,
        /** Not restarted: it had exited, was removed, or somebody stopped it; or a condition of the user was not met. */
        SKIPPED;

        /** For machines: {@code restarted}, {@code stop_failed}, {@code start_failed} or {@code skipped}. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
