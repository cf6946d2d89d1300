package org.superlance.procmon.subprocess;

import org.superlance.listener.event.EventType;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessState;

/**
 * A process has changed its state.
 *
 * @param tries starts that failed in a row
 * @param pid of the process; 0 if there is none
 * @param expected whether an exit was expected
 */
public record StateChange(Namespec process, ProcessState from, ProcessState to, int tries, long pid, boolean expected) {

    public EventType type() {
        return EventType.valueOf("PROCESS_STATE_" + to);
    }

    /** The payload of its PROCESS_STATE event. */
    public String payload() {
        String common = "processname:" + process.name() + " groupname:" + process.group() + " from_state:" + from;
        return switch (to) {
            case STARTING, BACKOFF -> common + " tries:" + tries;
            case RUNNING, STOPPING, STOPPED -> common + " pid:" + pid;
            case EXITED -> common + " expected:" + (expected ? 1 : 0) + " pid:" + pid;
            case FATAL, UNKNOWN -> common;
        };
    }
}
