package org.superlance.listener.crash;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.superlance.listener.crash.SupervisordLog.LoggedExit;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.listener.util.TextSanitizer;

/** What there was to see at one moment, from which failures before it are explained. */
public final class SupervisorSnapshot {

    private static final Duration TOLERANCE = Duration.ofSeconds(2);
    private static final String NO_REASON = "Exited too quickly";
    private static final String KILLED = "terminated by SIGKILL";
    private static final int MAX_REASON_LENGTH = 300;

    private final Optional<List<ProcessInfo>> processes;
    private final SupervisordLog log;
    private final boolean killedForMemory;
    private final LogTailFetcher logTailFetcher;

    SupervisorSnapshot(
            Optional<List<ProcessInfo>> processes,
            SupervisordLog log,
            boolean killedForMemory,
            LogTailFetcher logTailFetcher) {
        this.processes = processes;
        this.log = log;
        this.killedForMemory = killedForMemory;
        this.logTailFetcher = logTailFetcher;
    }

    /** What happened, with the end of the process's own log if that was asked for: then it may ask supervisord. */
    public FailureDetails detailsOf(ProcessFailure failure) {
        FailureDetails found = detailsWithoutLogTail(failure);
        String tail = info(failure).map(logTailFetcher::of).orElse("");
        return new FailureDetails(found.cause(), found.uptime(), found.outOfMemory(), tail);
    }

    /** What happened, from what has been seen already. */
    public FailureDetails detailsWithoutLogTail(ProcessFailure failure) {
        Optional<ProcessInfo> still = info(failure).filter(process -> isStillAsItWas(process, failure));
        Optional<LoggedExit> loggedExit = log.of(failure, isAlone(failure));
        Optional<String> cause = loggedExit.map(LoggedExit::cause).or(() -> still.flatMap(SupervisorSnapshot::cause));
        Optional<Duration> uptime = loggedExit
                .flatMap(LoggedExit::uptime)
                .or(() -> still.filter(process -> process.state() == ProcessState.EXITED)
                        .map(process -> Duration.between(process.start(), process.stop())));
        boolean killed = cause.map(text -> text.startsWith(KILLED)).orElse(false);
        return new FailureDetails(cause, uptime, killed && killedForMemory, "");
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
        return Duration.between(stop, time).abs().compareTo(TOLERANCE) <= 0;
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
