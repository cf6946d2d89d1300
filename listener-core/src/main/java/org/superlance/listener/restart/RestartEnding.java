package org.superlance.listener.restart;

import org.superlance.listener.restart.RestartResult.Outcome;

/** What comes of the steps of a restart. */
interface RestartEnding {

    /** It is over. */
    void end(Outcome outcome, String sentence);

    /**
     * It counts as over, and yet the stop may still come.
     *
     * @param alertId the id of the alert about it
     */
    void stillRunning(Outcome outcome, String sentence, String alertId);

    /** The start fails; it is tried again. */
    void startFailed(String why);
}
