package org.superlance.listener.restart;

import java.time.Instant;
import java.util.List;
import org.superlance.listener.supervisor.ProcessInfo;

/** What a restarting plugin looks at. Runs on a worker, one look at a time. */
public interface Check {

    /**
     * Looks at these processes and tells what it saw of each that it is concerned with. It acts on nothing.
     *
     * @param processes all that supervisord has, but for this listener itself and what is excluded
     * @param when the time of the tick that asks for the look
     * @throws CheckException if it could not look at all
     */
    List<CheckResult> check(List<ProcessInfo> processes, Instant when) throws CheckException;
}
