package org.superlance.listener.restart;

import java.util.Locale;

/** What is to be done about a process. */
public enum Verdict {
    /** Nothing is wrong with it. */
    OK,
    /** Restart it now. */
    RESTART,
    /** Sick, but not for as many ticks as asked. */
    WAIT,
    /** Sick, but younger than the minimum uptime. */
    YOUNG,
    /** Sick, but restarted as often as allowed. */
    HOLD,
    /** Sick, but its restart is under way already. */
    BUSY;

    /** As the log and the table show it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
