package org.superlance.listener.crash;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.superlance.listener.crash.SupervisordLogLine.Kind;

/**
 * The end of supervisord's own log, searched for one death. Where two deaths could be meant that had different causes,
 * none is told.
 */
final class SupervisordLog {

    /** A failure is told within moments, unless this listener is being started again. */
    private static final Duration TOLERANCE = Duration.ofSeconds(2);

    /** Before supervisord gives a process up it looks at it once a second. */
    private static final Duration GIVE_UP_LEAD = Duration.ofSeconds(10);

    /** By hand the time of the last end is all that is known. */
    private static final Duration GIVE_UP_TOLERANCE = Duration.ofSeconds(3);

    /** Where several processes have the name, so long a time must hold one cause only. */
    private static final Duration AMBIGUITY_WINDOW = Duration.ofSeconds(60);

    private final List<SupervisordLogLine> entries;

    /** @param zone in which supervisord writes its times: that of the machine */
    SupervisordLog(String text, ZoneId zone) {
        this.entries = text.lines()
                .flatMap(line -> SupervisordLogLine.parse(line, zone).stream())
                .toList();
    }

    /** A death that the log tells. */
    record LoggedExit(String cause, Optional<Duration> uptime) {}

    /**
     * Searches for the death that the failure is about.
     *
     * @param alone whether no other process has the same name in another group
     */
    Optional<LoggedExit> of(ProcessFailure failure, boolean alone) {
        boolean fatal = failure.type() == ProcessFailure.FailureType.FATAL;
        List<SupervisordLogLine> own = entries.stream()
                .filter(entry -> entry.name().equals(failure.process().name()))
                .filter(entry ->
                        entry.isUntil(failure.time(), fatal ? GIVE_UP_TOLERANCE : SupervisordLogLine.TOLERANCE))
                .toList();
        return switch (failure.type()) {
            case EXITED -> exited(own, failure, alone);
            case BACKOFF -> findWithin(own, failure.time(), alone ? TOLERANCE : AMBIGUITY_WINDOW);
            case FATAL -> givenUp(own, failure, alone);
        };
    }

    private static Optional<LoggedExit> exited(List<SupervisordLogLine> own, ProcessFailure failure, boolean alone) {
        int start = lastStart(own, failure.pid());
        List<SupervisordLogLine> since = own.subList(start + 1, own.size());
        if (start < 0) {
            return findWithin(since, failure.time(), alone ? TOLERANCE : AMBIGUITY_WINDOW);
        }
        if (alone && !since.isEmpty() && since.get(0).kind() != Kind.SPAWNED) {
            return Optional.of(since.get(0))
                    .filter(end -> end.kind() == Kind.EXITED)
                    .map(end -> loggedExit(own.get(start), end));
        }
        return findWithin(since, failure.time(), AMBIGUITY_WINDOW)
                .map(loggedExit -> new LoggedExit(
                        loggedExit.cause(),
                        single(since, failure.time())
                                .flatMap(end -> loggedExit(own.get(start), end).uptime())));
    }

    private static Optional<LoggedExit> givenUp(List<SupervisordLogLine> own, ProcessFailure failure, boolean alone) {
        for (int i = own.size() - 1; i > 0 && alone; i--) {
            SupervisordLogLine entry = own.get(i);
            if (entry.kind() == Kind.GIVEN_UP
                    && !entry.time().isBefore(failure.time().minus(GIVE_UP_LEAD))) {
                return findWithin(own.subList(i - 1, i), entry.time(), GIVE_UP_LEAD);
            }
        }
        return alone ? Optional.empty() : findWithin(own, failure.time(), AMBIGUITY_WINDOW);
    }

    /** The cause of all unexpected ends in that time, if it is one. */
    private static Optional<LoggedExit> findWithin(List<SupervisordLogLine> own, Instant time, Duration before) {
        List<String> causes = own.stream()
                .filter(entry -> entry.kind() == Kind.EXITED && entry.isCloseTo(time, before))
                .map(SupervisordLogLine::detail)
                .distinct()
                .toList();
        return causes.size() == 1 ? Optional.of(new LoggedExit(causes.get(0), Optional.empty())) : Optional.empty();
    }

    private static Optional<SupervisordLogLine> single(List<SupervisordLogLine> since, Instant time) {
        List<SupervisordLogLine> ends = since.stream()
                .filter(entry -> entry.kind() == Kind.EXITED && entry.isCloseTo(time, AMBIGUITY_WINDOW))
                .toList();
        return ends.size() == 1 ? Optional.of(ends.get(0)) : Optional.empty();
    }

    private static int lastStart(List<SupervisordLogLine> own, OptionalLong pid) {
        for (int i = own.size() - 1; i >= 0 && pid.isPresent(); i--) {
            SupervisordLogLine entry = own.get(i);
            if (entry.kind() == Kind.SPAWNED && entry.detail().equals(Long.toString(pid.getAsLong()))) {
                return i;
            }
        }
        return -1;
    }

    private static LoggedExit loggedExit(SupervisordLogLine start, SupervisordLogLine end) {
        Duration uptime = Duration.between(start.time(), end.time());
        return new LoggedExit(end.detail(), uptime.isNegative() ? Optional.empty() : Optional.of(uptime));
    }
}
