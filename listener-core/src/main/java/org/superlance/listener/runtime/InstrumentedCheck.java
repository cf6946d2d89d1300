package org.superlance.listener.runtime;

import java.time.Instant;
import java.util.List;
import org.superlance.listener.metrics.Metrics;
import org.superlance.listener.restart.Check;
import org.superlance.listener.restart.Check.CheckException;
import org.superlance.listener.restart.Check.CheckResult;
import org.superlance.listener.supervisor.ProcessInfo;

/** A check before which the programs that are gone are forgotten. */
record InstrumentedCheck(Check check, Metrics metrics) implements Check {

    @Override
    public List<CheckResult> check(List<ProcessInfo> processes, Instant when) throws CheckException {
        metrics.retainOnly(processes.stream().map(ProcessInfo::name).toList());
        return check.check(processes, when);
    }
}
