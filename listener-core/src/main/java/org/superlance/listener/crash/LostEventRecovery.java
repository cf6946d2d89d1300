package org.superlance.listener.crash;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.RpcResult;
import org.superlance.listener.supervisor.SupervisorClient;

/**
 * Finds in supervisord's own log the failures that lost events should have told of. When more processes die in the same
 * moment than the pool's buffer holds, supervisord discards events before any listener can answer; its log has them all.
 */
public final class LostEventRecovery {

    private static final Logger LOG = LoggerFactory.getLogger(LostEventRecovery.class);
    private static final int LOG_BYTES = 1 << 20;
    private static final int MAX_REMEMBERED = 20_000;
    /** An event is told a moment before or after its line is written. */
    private static final Duration TOLERANCE = Duration.ofSeconds(1);
    /** An event that comes later than this after its line is told again rather than taken for known. */
    private static final Duration MAX_EVENT_DELAY = Duration.ofMinutes(10);

    private final SupervisorClient supervisor;
    private final ZoneId zone;
    private final Deque<ProcessFailure> told = new ArrayDeque<>();
    private final Deque<ProcessFailure> found = new ArrayDeque<>();
    private @Nullable Instant lostSince;
    private boolean proven;

    /** @param zone in which supervisord writes its log: that of the machine */
    public LostEventRecovery(SupervisorClient supervisor, ZoneId zone) {
        this.supervisor = supervisor;
        this.zone = zone;
    }

    /**
     * Remembers a failure that an event has told us of.
     *
     * @return false if the log has told of it before the event came: then it was not lost, only late
     */
    synchronized boolean onReported(ProcessFailure failure) {
        remember(told, failure);
        return found.stream().noneMatch(ofTheLog -> isSameFailure(failure, ofTheLog));
    }

    private static void remember(Deque<ProcessFailure> failures, ProcessFailure failure) {
        failures.addLast(failure);
        if (failures.size() > MAX_REMEMBERED) {
            failures.removeFirst();
        }
    }

    /** By the pid, which comes again only after a long time; without one, nobody can tell. */
    private static boolean isSameFailure(ProcessFailure ofAnEvent, ProcessFailure ofTheLog) {
        return ofAnEvent.pid().isPresent()
                && ofAnEvent.pid().equals(ofTheLog.pid())
                && isOfSameProcess(ofAnEvent, ofTheLog)
                && !ofAnEvent.time().isBefore(ofTheLog.time().minus(TOLERANCE))
                && !ofAnEvent.time().isAfter(ofTheLog.time().plus(MAX_EVENT_DELAY));
    }

    private static boolean isOfSameProcess(ProcessFailure one, ProcessFailure other) {
        return one.type() == other.type()
                && one.process().name().equals(other.process().name());
    }

    /** Remembers that events were lost which came after that time. */
    synchronized void onLost(Instant since) {
        proven = true;
        onSuspectedLoss(since);
    }

    /** Remembers that events after that time may have been lost: before the first event that comes, nobody can tell. */
    synchronized void onSuspectedLoss(Instant since) {
        if (lostSince == null || since.isBefore(lostSince)) {
            lostSince = since;
        }
    }

    /** What the log tells and no event has told; asked when the events that had not been lost have all come. */
    List<ProcessFailure> findUnreported() {
        Instant since = takeLostSince();
        if (since == null) {
            return List.of();
        }
        RpcResult<String> log = supervisor.tailLog(LOG_BYTES);
        if (log.value().isEmpty()) {
            logFailure(log);
            return List.of();
        }
        List<ProcessInfo> processes = supervisor.processes().value().orElse(List.of());
        List<ProcessFailure> lost = new ArrayList<>();
        for (ProcessFailure logged : SupervisordLog.failures(log.value().get(), zone, since.minus(TOLERANCE))) {
            ProcessFailure failure = withGroup(logged, processes);
            if (isNew(failure)) {
                lost.add(failure);
                LOG.warn(
                        "{} {}: its event was lost, but supervisord's log tells of it",
                        failure.type(),
                        failure.process());
            }
        }
        return lost;
    }

    private synchronized void logFailure(RpcResult<String> log) {
        if (proven) {
            LOG.error("cannot look in supervisord's log for what lost events should have told: {}", log.sentence());
        }
        proven = false;
    }

    private synchronized @Nullable Instant takeLostSince() {
        Instant since = lostSince;
        lostSince = null;
        return since;
    }

    /** Neither told by an event nor found before; and remembers that it was found. */
    private synchronized boolean isNew(ProcessFailure failure) {
        if (isReported(failure) || found.stream().anyMatch(known -> isSameLine(known, failure))) {
            return false;
        }
        remember(found, failure);
        return true;
    }

    private static boolean isSameLine(ProcessFailure one, ProcessFailure other) {
        return isOfSameProcess(one, other) && one.time().equals(other.time());
    }

    /** Without a pid, each failure that was told accounts for one line only. */
    private boolean isReported(ProcessFailure ofTheLog) {
        if (told.stream().anyMatch(known -> isSameFailure(known, ofTheLog))) {
            return true;
        }
        Optional<ProcessFailure> match = told.stream()
                .filter(failure -> isOfSameProcess(failure, ofTheLog)
                        && !(failure.pid().isPresent() && ofTheLog.pid().isPresent())
                        && !failure.time().isBefore(ofTheLog.time().minus(TOLERANCE)))
                .findFirst();
        match.ifPresent(told::remove);
        return match.isPresent();
    }

    /** The log names no group; where it could be one of several, all are named. */
    private static ProcessFailure withGroup(ProcessFailure logged, List<ProcessInfo> processes) {
        String name = logged.process().name();
        String groups = processes.stream()
                .map(ProcessInfo::name)
                .filter(process -> process.name().equals(name))
                .map(Namespec::group)
                .collect(Collectors.joining(" or "));
        return groups.isEmpty() ? logged : logged.withProcess(new Namespec(groups, name));
    }
}
