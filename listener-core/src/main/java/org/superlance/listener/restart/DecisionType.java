package org.superlance.listener.restart;

import java.util.Locale;

/** What is to be done about a process. */
public enum DecisionType {
    /** Nothing is wrong with it. */
    OK("leave"),
    /** Restart it now. */
    RESTART("restart"),
    /** It does not run and should: start it now. */
    START("start"),
    /** Sick, but not for as many ticks as asked. */
    WAIT("wait with"),
    /** Sick, but younger than the minimum uptime. */
    YOUNG("leave"),
    /** Sick, but restarted as often as allowed. */
    HOLD("hold back from"),
    /** Sick, but its restart is under way already. */
    BUSY("leave");

    private final String verb;

    DecisionType(String verb) {
        this.verb = verb;
    }

    /** What is done, to be followed by the name of the process. */
    String verb() {
        return verb;
    }

    /** As a table shows it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
