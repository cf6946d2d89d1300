package org.superlance.listener.crash;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.superlance.listener.crash.LogEntry.Kind;

/**
 * The end of supervisord's own log, searched for one death. Where two deaths could be meant that had different causes,
 * none is told.
 */
final class DaemonLog {

    /** An incident is told within moments, unless this listener is being started again. */
    private static final Duration CLOSE = Duration.ofSeconds(2);

    /** Before supervisord gives a process up it looks at it once a second. */
    private static final Duration BEFORE_GIVING_UP = Duration.ofSeconds(10);

    /** By hand the time of the last end is all that is known. */
    private static final Duration UNTIL_GIVEN_UP = Duration.ofSeconds(3);

    /** Where several processes have the name, so long a time must hold one cause only. */
    private static final Duration SHARED = Duration.ofSeconds(60);

    private final List<LogEntry> entries;

    /** @param zone in which supervisord writes its times: that of the machine */
    DaemonLog(String text, ZoneId zone) {
        this.entries = text.lines()
                .flatMap(line -> LogEntry.parse(line, zone).stream())
                .toList();
    }

    /** A death that the log tells. */
    record Death(String cause, Optional<Duration> uptime) {}

    /**
     * Searches for the death that the incident is about.
     *
     * @param alone whether no other process has the same name in another group
     */
    Optional<Death> of(Incident incident, boolean alone) {
        boolean fatal = incident.kind() == Incident.Kind.FATAL;
        List<LogEntry> own = entries.stream()
                .filter(entry -> entry.name().equals(incident.process().name()))
                .filter(entry -> entry.isUntil(incident.time(), fatal ? UNTIL_GIVEN_UP : LogEntry.MOMENT))
                .toList();
        return switch (incident.kind()) {
            case EXITED -> exited(own, incident, alone);
            case BACKOFF -> close(own, incident.time(), alone ? CLOSE : SHARED);
            case FATAL -> givenUp(own, incident, alone);
        };
    }

    private static Optional<Death> exited(List<LogEntry> own, Incident incident, boolean alone) {
        int start = lastStart(own, incident.pid());
        List<LogEntry> since = own.subList(start + 1, own.size());
        if (start < 0) {
            return close(since, incident.time(), alone ? CLOSE : SHARED);
        }
        if (alone && !since.isEmpty() && since.get(0).kind() != Kind.SPAWNED) {
            return Optional.of(since.get(0))
                    .filter(end -> end.kind() == Kind.EXITED)
                    .map(end -> death(own.get(start), end));
        }
        return close(since, incident.time(), SHARED)
                .map(death -> new Death(
                        death.cause(),
                        single(since, incident.time())
                                .flatMap(end -> death(own.get(start), end).uptime())));
    }

    private static Optional<Death> givenUp(List<LogEntry> own, Incident incident, boolean alone) {
        for (int i = own.size() - 1; i > 0 && alone; i--) {
            LogEntry entry = own.get(i);
            if (entry.kind() == Kind.GIVEN_UP
                    && !entry.time().isBefore(incident.time().minus(BEFORE_GIVING_UP))) {
                return close(own.subList(i - 1, i), entry.time(), BEFORE_GIVING_UP);
            }
        }
        return alone ? Optional.empty() : close(own, incident.time(), SHARED);
    }

    /** The cause of all unexpected ends in that time, if it is one. */
    private static Optional<Death> close(List<LogEntry> own, Instant time, Duration before) {
        List<String> causes = own.stream()
                .filter(entry -> entry.kind() == Kind.EXITED && entry.isCloseTo(time, before))
                .map(LogEntry::detail)
                .distinct()
                .toList();
        return causes.size() == 1 ? Optional.of(new Death(causes.get(0), Optional.empty())) : Optional.empty();
    }

    private static Optional<LogEntry> single(List<LogEntry> since, Instant time) {
        List<LogEntry> ends = since.stream()
                .filter(entry -> entry.kind() == Kind.EXITED && entry.isCloseTo(time, SHARED))
                .toList();
        return ends.size() == 1 ? Optional.of(ends.get(0)) : Optional.empty();
    }

    private static int lastStart(List<LogEntry> own, OptionalLong pid) {
        for (int i = own.size() - 1; i >= 0 && pid.isPresent(); i--) {
            LogEntry entry = own.get(i);
            if (entry.kind() == Kind.SPAWNED && entry.detail().equals(Long.toString(pid.getAsLong()))) {
                return i;
            }
        }
        return -1;
    }

    private static Death death(LogEntry start, LogEntry end) {
        Duration uptime = Duration.between(start.time(), end.time());
        return new Death(end.detail(), uptime.isNegative() ? Optional.empty() : Optional.of(uptime));
    }
}
