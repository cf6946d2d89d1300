package org.superlance.listener.restart;

import java.time.Duration;
import java.time.Instant;
import org.superlance.listener.restart.Check.CheckResult;
import org.superlance.listener.restart.Decision.DecisionType;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.ProcessState;

/** Makes what supervisord would tell. */
final class ProcessInfos {

    static final Instant NOW = Instant.parse("2026-11-21T02:54:56Z");

    private ProcessInfos() {}

    static ProcessInfo process(String name, ProcessState state, long pid, Duration uptime) {
        return new ProcessInfo(Namespec.parse(name), state, pid, NOW.minus(uptime), Instant.EPOCH, NOW, 0, "", "", "");
    }

    /** That it is restarted, or started if it does not run. */
    static Decision decision(ProcessInfo process) {
        return decision(process, "other");
    }

    static Decision decision(ProcessInfo process, String cause) {
        CheckResult result = new CheckResult(process, true, "1", "0", "1 exceeds 0", cause);
        return new Decision(
                result, process.hasPid() ? DecisionType.RESTART : DecisionType.START, result.reason(), true);
    }

    static ProcessInfo running(String name, long pid) {
        return process(name, ProcessState.RUNNING, pid, Duration.ofHours(1));
    }
}
