package org.superlance.procmon.subprocess;

import java.time.Instant;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessState;

/**
 * What there is to tell of a process.
 *
 * @param start when it was last started; the epoch for never
 * @param stop when it last ended; the epoch for never
 * @param exitStatus how it last ended; 0 as long as it runs, -1 after a signal
 * @param spawnError why its start failed; may be empty
 * @param pid 0 if it does not run
 */
public record SubprocessInfo(
        Namespec name, ProcessState state, Instant start, Instant stop, int exitStatus, String spawnError, long pid) {}
