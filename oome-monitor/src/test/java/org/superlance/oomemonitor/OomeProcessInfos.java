package org.superlance.oomemonitor;

import java.time.Instant;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.ProcessState;

/** Makes what supervisord would tell. */
final class OomeProcessInfos {

    static final Instant START = Instant.parse("2026-11-21T02:00:00Z");

    private OomeProcessInfos() {}

    static ProcessInfo running(String name, long pid) {
        return process(name, ProcessState.RUNNING, pid, START);
    }

    static ProcessInfo process(String name, ProcessState state, long pid, Instant start) {
        return new ProcessInfo(
                Namespec.parse(name), state, pid, start, Instant.EPOCH, start.plusSeconds(3600), 0, "", "", "");
    }
}
