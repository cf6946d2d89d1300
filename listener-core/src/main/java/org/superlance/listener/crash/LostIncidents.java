package org.superlance.listener.crash;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.crash.DeathNotices.Notice;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.RpcResult;
import org.superlance.listener.supervisor.SupervisorClient;

/**
 * Finds in supervisord's own log the incidents that lost events should have told of. When more processes die in the same
 * moment than the pool's buffer holds, supervisord discards events before any listener can answer; its log has them all.
 */
public final class LostIncidents {

    private static final Logger LOG = LoggerFactory.getLogger(LostIncidents.class);
    private static final int LOG_BYTES = 1 << 20;
    private static final int MOST_REMEMBERED = 20_000;
    /** An event is told a moment before or after its line is written. */
    private static final Duration MOMENT = Duration.ofSeconds(1);
    /** An event that comes later than this after its line is told again rather than taken for known. */
    private static final Duration LATEST = Duration.ofMinutes(10);

    private final SupervisorClient supervisor;
    private final ZoneId zone;
    private final Deque<Incident> told = new ArrayDeque<>();
    private final Deque<Incident> found = new ArrayDeque<>();
    private @Nullable Instant lostSince;
    private boolean proven;

    /** @param zone in which supervisord writes its log: that of the machine */
    public LostIncidents(SupervisorClient supervisor, ZoneId zone) {
        this.supervisor = supervisor;
        this.zone = zone;
    }

    /**
     * Remembers an incident that an event has told us of.
     *
     * @return false if the log has told of it before the event came: then it was not lost, only late
     */
    synchronized boolean told(Incident incident) {
        remember(told, incident);
        return found.stream().noneMatch(ofTheLog -> isSameDeath(incident, ofTheLog));
    }

    private static void remember(Deque<Incident> incidents, Incident incident) {
        incidents.addLast(incident);
        if (incidents.size() > MOST_REMEMBERED) {
            incidents.removeFirst();
        }
    }

    /** By the pid, which comes again only after a long time; without one, nobody can tell. */
    private static boolean isSameDeath(Incident ofAnEvent, Incident ofTheLog) {
        return ofAnEvent.pid().isPresent()
                && ofAnEvent.pid().equals(ofTheLog.pid())
                && isOfSameProcess(ofAnEvent, ofTheLog)
                && !ofAnEvent.time().isBefore(ofTheLog.time().minus(MOMENT))
                && !ofAnEvent.time().isAfter(ofTheLog.time().plus(LATEST));
    }

    private static boolean isOfSameProcess(Incident one, Incident other) {
        return one.kind() == other.kind()
                && one.process().name().equals(other.process().name());
    }

    /** Remembers that events were lost which came after that time. */
    synchronized void lost(Instant since) {
        proven = true;
        suspect(since);
    }

    /** Remembers that events after that time may have been lost: before the first event that comes, nobody can tell. */
    synchronized void suspect(Instant since) {
        if (lostSince == null || since.isBefore(lostSince)) {
            lostSince = since;
        }
    }

    /** What the log tells and no event has told; asked when the events that had not been lost have all come. */
    List<Incident> find() {
        Instant since = takeLostSince();
        if (since == null) {
            return List.of();
        }
        RpcResult<String> log = supervisor.tailLog(LOG_BYTES);
        if (log.value().isEmpty()) {
            complain(log);
            return List.of();
        }
        List<ProcessInfo> processes = supervisor.processes().value().orElse(List.of());
        List<Incident> lost = new ArrayList<>();
        for (Notice notice : new DeathNotices(log.value().get(), zone).since(since.minus(MOMENT))) {
            Incident incident = incident(notice, processes);
            if (isNew(incident)) {
                lost.add(incident);
                LOG.warn(
                        "{} {}: its event was lost, but supervisord's log tells of it",
                        notice.kind(),
                        incident.process());
            }
        }
        return lost;
    }

    private synchronized void complain(RpcResult<String> log) {
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
    private synchronized boolean isNew(Incident incident) {
        if (isTold(incident) || found.stream().anyMatch(known -> isSameLine(known, incident))) {
            return false;
        }
        remember(found, incident);
        return true;
    }

    private static boolean isSameLine(Incident one, Incident other) {
        return isOfSameProcess(one, other) && one.time().equals(other.time());
    }

    /** Without a pid, each incident that was told accounts for one line only. */
    private boolean isTold(Incident ofTheLog) {
        if (told.stream().anyMatch(known -> isSameDeath(known, ofTheLog))) {
            return true;
        }
        Optional<Incident> match = told.stream()
                .filter(incident -> isOfSameProcess(incident, ofTheLog)
                        && !(incident.pid().isPresent() && ofTheLog.pid().isPresent())
                        && !incident.time().isBefore(ofTheLog.time().minus(MOMENT)))
                .findFirst();
        match.ifPresent(told::remove);
        return match.isPresent();
    }

    /** The log names no group; where it could be one of several, all are named. */
    private static Incident incident(Notice notice, List<ProcessInfo> processes) {
        String group = processes.stream()
                .map(ProcessInfo::name)
                .filter(name -> name.name().equals(notice.name()))
                .map(Namespec::group)
                .collect(Collectors.joining(" or "));
        Namespec process = new Namespec(group.isEmpty() ? notice.name() : group, notice.name());
        OptionalLong pid = notice.pid();
        return new Incident(notice.kind(), process, pid, "RUNNING", notice.time());
    }
}
