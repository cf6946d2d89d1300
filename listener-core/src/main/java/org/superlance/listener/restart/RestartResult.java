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
 */
public record RestartResult(Namespec name, Outcome outcome, String sentence, String id) {

    /** A result with an id of its own. */
    public RestartResult(Namespec name, Outcome outcome, String sentence) {
        this(name, outcome, sentence, UUID.randomUUID().toString());
    }

    /** The outcomes of a restart. */
    public enum Outcome {
        /** Stopped, and running again. */
        RESTARTED,
        /** It could not be stopped, and is still running. */
        STOP_FAILED,
        /** Stopped, and not started yet; the start is retried. */
        START_FAILED,
        /** No restart was needed any more: it had exited, was removed, or somebody stopped it. */
        SKIPPED;

        /** For machines: {@code restarted}, {@code stop_failed}, {@code start_failed} or {@code skipped}. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
