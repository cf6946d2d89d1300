package org.superlance.listener.crash;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.process.OomKillCounter;
import org.superlance.listener.supervisor.RpcResult;
import org.superlance.listener.supervisor.SupervisorClient;
import org.superlance.listener.util.LogOnce;

/**
 * Finds out what happened, from supervisord's own log, from what it tells of the process, from the kernel, and from
 * the end of the process's own log. For one worker.
 */
public final class FailureAnalyzer {

    private static final Logger LOG = LoggerFactory.getLogger(FailureAnalyzer.class);

    /** Holds the starts and ends of about a thousand processes. */
    private static final int LOG_BYTES = 256 << 10;

    /** The kernel counts a kill a moment before supervisord sees the end. */
    private static final Duration OOM_KILL_WINDOW = Duration.ofSeconds(15);

    private final SupervisorClient supervisor;
    private final OomKillCounter kills;
    private final ZoneId zone;
    private final int tailLines;
    private Instant lastKill = Instant.MIN;
    private final LogOnce unavailable = new LogOnce();

    /**
     * Begins to watch for kills.
     *
     * @param zone in which supervisord writes its log: that of the machine
     * @param tailLines how many lines of a process's own log to fetch; 0 for none
     */
    public FailureAnalyzer(SupervisorClient supervisor, OomKillCounter kills, ZoneId zone, int tailLines) {
        this.supervisor = supervisor;
        this.kills = kills;
        this.zone = zone;
        this.tailLines = tailLines;
    }

    /** Notices kills for memory; the more often it is called, the better their time is known. */
    public void refresh(Instant now) {
        if (kills.hasIncreased()) {
            lastKill = now;
        }
    }

    /**
     * Looks at what there is to see now, for all failures that were taken in before. Takes as long as two calls of
     * supervisord at most.
     */
    public SupervisorSnapshot snapshot(Instant now) {
        refresh(now);
        boolean killed = !lastKill.isBefore(now.minus(OOM_KILL_WINDOW));
        var processes = supervisor.processes();
        // who does not answer the first call is not asked again: the alerts must not wait for ever
        boolean silent = processes instanceof RpcResult.NoResponse;
        var log = silent ? new RpcResult.NoResponse<String>("", false) : supervisor.tailLog(LOG_BYTES);
        logFailure(silent ? processes : log);
        return new SupervisorSnapshot(
                processes.value(),
                new SupervisordLog(log.value().orElse(""), zone),
                killed,
                new LogTailFetcher(supervisor, tailLines, silent || log instanceof RpcResult.NoResponse));
    }

    private void logFailure(RpcResult<?> result) {
        if (result.value().isPresent()) {
            unavailable.clear();
        } else if (unavailable.raise()) {
            LOG.warn(
                    "What happened cannot be looked up in supervisord's log; alerts say what is known without it. {}.",
                    result.sentence());
        }
    }
}
