package org.superlance.procmon.policy;

/** What follows from the end of a run. The log line and the mail print this. */
public sealed interface RestartDecision permits ScheduledRestart, GiveUp {

    /** What is to be remembered of the program. */
    FailureHistory failures();

    /** Why, such as {@code it ran 0.2s, less than the threshold 1s, failure 3 in a row}. */
    String reason();

    /** What, and why, such as {@code failure 3 in a row; next start in 4s}. */
    String sentence();
}
