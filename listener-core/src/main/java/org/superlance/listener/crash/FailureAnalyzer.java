package org.superlance.listener.crash;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.process.OomKillCounter;
import org.superlance.listener.supervisor.Fault;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.listener.supervisor.RpcResult;
import org.superlance.listener.supervisor.SupervisorClient;
import org.superlance.listener.util.LogOnce;
import org.superlance.listener.util.SystemZoneClock;
import org.superlance.listener.util.TextSanitizer;

/**
 * Finds out what happened, from supervisord's own log, from what it tells of the process, from the kernel, and from
 * the end of the process's own log. For one worker.
 */
public final class FailureAnalyzer {

    private static final Logger LOG = LoggerFactory.getLogger(FailureAnalyzer.class);

    /** Holds the starts and ends of about a thousand processes. */
    private static final int LOG_BYTES = 256 << 10;

    private static final int LONG_LOG_BYTES = 1 << 20;

    /** The kernel counts a kill a moment before supervisord sees the end. */
    private static final Duration OOM_KILL_WINDOW = Duration.ofSeconds(15);

    private final SupervisorClient supervisor;
    private final OomKillCounter kills;
    private final Clock clock;
    private final int tailLines;
    private Instant lastKill = Instant.MIN;
    private @Nullable Snapshot latest;
    private final LogOnce unavailable = new LogOnce();

    /**
     * Begins to watch for kills.
     *
     * @param clock in the zone of people, and of supervisord unless its log proves another
     * @param tailLines how many lines of a process's own log to fetch; 0 for none
     */
    public FailureAnalyzer(SupervisorClient supervisor, OomKillCounter kills, Clock clock, int tailLines) {
        this.supervisor = supervisor;
        this.kills = kills;
        this.clock = clock;
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
     * supervisord at most. What was seen at the same time already is not asked for again.
     */
    public Snapshot snapshot(Instant now) {
        Snapshot before = latest;
        if (before == null || !before.time().equals(now)) {
            before = take(now);
            latest = before;
        }
        return before;
    }

    /** Frees the memory of what was seen last. */
    void forget() {
        latest = null;
    }

    private Snapshot take(Instant now) {
        refresh(now);
        boolean killed = !lastKill.isBefore(now.minus(OOM_KILL_WINDOW)) && !lastKill.isAfter(now);
        var processes = supervisor.processes();
        // who does not answer the first call is not asked again: the alerts must not wait for ever
        boolean silent = processes instanceof RpcResult.NoResponse;
        var log = silent ? new RpcResult.NoResponse<String>("", false) : supervisor.tailLog(LOG_BYTES);
        logFailure(silent ? processes : log);
        return new Snapshot(
                now,
                processes.value(),
                // supervisord has always written something, unless it is /dev/null
                log.value().filter(text -> !text.isEmpty()).map(text -> supervisordLog(text, processes.value())),
                whyUnknown(log),
                clock,
                killed,
                new LogTailFetcher(supervisor, processes.value(), tailLines, silent || isUnanswered(log)));
    }

    /** One that answers with an error, as for a byte that is not UTF-8, can be asked for other things. */
    private static boolean isUnanswered(RpcResult<?> result) {
        return result instanceof RpcResult.NoResponse<?> noResponse && !noResponse.answered();
    }

    private static String whyUnknown(RpcResult<String> log) {
        if (log.value().isPresent()) {
            return " (supervisord's log is empty)";
        }
        if (isUnanswered(log)) {
            return " (supervisord did not answer)";
        }
        return log.isFault(Fault.NO_FILE) || log.isFault(Fault.FAILED)
                ? " (supervisord's log is not a file)"
                : " (supervisord's log cannot be read)";
    }

    private SupervisordLog supervisordLog(String text, Optional<List<ProcessInfo>> processes) {
        return new SupervisordLog(
                text, LogClock.of(text, SystemZoneClock.timeZone(clock), processes.orElse(List.of())));
    }

    /** More of the log than a snapshot has; the snapshot's own where there is no more. */
    Optional<SupervisordLog> longerLog(Snapshot snapshot) {
        return supervisor
                .tailLog(LONG_LOG_BYTES)
                .value()
                .map(text -> supervisordLog(text, snapshot.processes()))
                .or(snapshot::log);
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

    /** What there was to see at one moment, from which failures before it are explained. */
    public static final class Snapshot {

        private static final Duration STOP_TOLERANCE = Duration.ofSeconds(2);
        private static final String NO_REASON = "Exited too quickly";
        private static final String KILLED = "terminated by SIGKILL";
        private static final int MAX_REASON_LENGTH = 300;

        private final Instant time;
        private final Optional<List<ProcessInfo>> processes;
        private final Optional<SupervisordLog> log;
        private final String whyUnknown;
        private final Clock clock;
        private final boolean killedForMemory;
        private final LogTailFetcher logTailFetcher;

        Snapshot(
                Instant time,
                Optional<List<ProcessInfo>> processes,
                Optional<SupervisordLog> log,
                String whyUnknown,
                Clock clock,
                boolean killedForMemory,
                LogTailFetcher logTailFetcher) {
            this.time = time;
            this.processes = processes;
            this.log = log;
            this.whyUnknown = whyUnknown;
            this.clock = clock;
            this.killedForMemory = killedForMemory;
            this.logTailFetcher = logTailFetcher;
        }

        /** When it was asked for. */
        Instant time() {
            return time;
        }

        /** The table of processes; empty if supervisord did not answer. */
        Optional<List<ProcessInfo>> processes() {
            return processes;
        }

        /** The end of supervisord's own log; empty if it cannot be read. */
        Optional<SupervisordLog> log() {
            return log;
        }

        /** What happened, with the end of the process's own log if that was asked for: then it may ask supervisord. */
        public FailureDetails detailsOf(ProcessFailure failure) {
            return detailsWithoutLogTail(failure).withLogTail(logTailFetcher.of(failure.process()));
        }

        /** What happened, from what has been seen already. */
        public FailureDetails detailsWithoutLogTail(ProcessFailure failure) {
            Optional<ProcessInfo> still = info(failure).filter(process -> isStillAsItWas(process, failure));
            Optional<FailureDetails> logged = log.flatMap(lines -> lines.of(failure, isAlone(failure)));
            Optional<String> cause = logged.flatMap(FailureDetails::cause)
                    .or(() -> still.flatMap(Snapshot::cause))
                    .or(() -> log.flatMap(lines -> lines.causeOfLateFailure(failure, isAlone(failure))));
            Optional<Duration> uptime = logged.flatMap(FailureDetails::uptime)
                    .or(() -> still.filter(process -> process.state() == ProcessState.EXITED)
                            .map(process -> Duration.between(process.start(), process.stop())));
            boolean killed = cause.map(text -> text.startsWith(KILLED)).orElse(false);
            return new FailureDetails(
                    cause,
                    uptime,
                    killed && killedForMemory,
                    "",
                    cause.isPresent() ? FailureDetails.UNKNOWN.unknown() : unknown(failure));
        }

        private String unknown(ProcessFailure failure) {
            FailureTimes times = new FailureTimes(clock);
            String when = failure.notBefore()
                    .map(after -> "died between " + times.hour(after) + " and " + times.hour(failure.time()) + "; ")
                    .orElse("");
            String why =
                    log.map(lines -> " (" + lines.whyUnknown(failure) + ")").orElse(whyUnknown);
            return when + FailureDetails.UNKNOWN.unknown() + why;
        }

        private Optional<ProcessInfo> info(ProcessFailure failure) {
            return processes.flatMap(all -> all.stream()
                    .filter(process -> process.name().equals(failure.process()))
                    .findFirst());
        }

        /** Unknown counts as no. */
        private boolean isAlone(ProcessFailure failure) {
            String name = failure.process().name();
            return processes
                    .map(all -> all.stream()
                                    .filter(process -> process.name().name().equals(name))
                                    .count()
                            <= 1)
                    .orElse(false);
        }

        /** Its status is that of this death, and not of a later one. */
        private static boolean isStillAsItWas(ProcessInfo process, ProcessFailure failure) {
            return switch (failure.type()) {
                case EXITED ->
                    process.state() == ProcessState.EXITED
                            && !process.spawnError().isEmpty()
                            && isClose(process.stop(), failure.time())
                            // one that was started since may be another death, a second later
                            && process.start().isBefore(failure.time().truncatedTo(ChronoUnit.SECONDS));
                case BACKOFF -> process.state() == ProcessState.BACKOFF;
                case FATAL -> process.state() == ProcessState.FATAL;
            };
        }

        private static boolean isClose(Instant stop, Instant time) {
            return Duration.between(stop, time).abs().compareTo(STOP_TOLERANCE) <= 0;
        }

        private static Optional<String> cause(ProcessInfo process) {
            if (process.state() == ProcessState.EXITED) {
                return Optional.of(
                        process.exitStatus() < 0 ? "terminated by a signal" : "exit status " + process.exitStatus());
            }
            return Optional.of(TextSanitizer.singleLine(process.spawnError(), MAX_REASON_LENGTH))
                    .filter(error -> !error.isEmpty() && !error.startsWith(NO_REASON));
        }
    }
}
