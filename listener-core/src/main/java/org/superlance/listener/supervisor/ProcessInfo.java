package org.superlance.listener.supervisor;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.superlance.listener.util.Durations;

/**
 * What supervisord tells of a process, by {@code getProcessInfo}; times have a resolution of a second.
 *
 * @param pid 0 when it is not running
 * @param start when it was last started, the epoch if never
 * @param stop when it last ended, the epoch if never
 * @param now the clock of supervisord when it answered
 * @param exitStatus 0 also for a program that supervisord has already started again: no proof of a good end
 * @param spawnError why it could not be started, or empty
 * @param stdoutLog the file that its stdout goes to, or empty
 * @param stderrLog the file that its stderr goes to, or empty when it has none of its own
 */
public record ProcessInfo(
        Namespec name,
        ProcessState state,
        long pid,
        Instant start,
        Instant stop,
        Instant now,
        int exitStatus,
        String spawnError,
        String stdoutLog,
        String stderrLog) {

    public boolean hasPid() {
        return pid > 0;
    }

    /** The same, with another time of its start. */
    public ProcessInfo startedAt(Instant time) {
        return new ProcessInfo(name, state, pid, time, stop, now, exitStatus, spawnError, stdoutLog, stderrLog);
    }

    /** How long it has been running, by supervisord's own clock; empty when it does not run. */
    public Optional<Duration> uptime() {
        return hasPid() ? Optional.of(Durations.elapsed(start, now)) : Optional.empty();
    }
}
