package org.superlance.listener.restart;

import org.superlance.listener.supervisor.Namespec;

/**
 * What came of a restart. A start that fails is reported once; the process that comes up later all the same is reported
 * again, as restarted.
 *
 * @param sentence what happened, for the log and the mail
 */
public record RestartResult(Namespec name, Outcome outcome, String sentence) {

    /** How a restart can go. */
    public enum Outcome {
        /** It was stopped and runs again. */
        RESTARTED,
        /** It could not be stopped, and was left alone. */
        STOP_FAILED,
        /** It was stopped and does not start yet; we go on trying. */
        START_FAILED,
        /** It needed no restart any more: it had ended, was removed, or somebody stopped it. */
        SKIPPED
    }
}
