package org.superlance.listener.crash;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import org.superlance.listener.crash.ProcessFailure.FailureType;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.util.TextLines;

/**
 * The end of supervisord's own log, searched for one death or for all. Where two deaths could be meant that had different
 * causes, none is told.
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

    /** An event may wait so long, as while this listener is stopped. */
    private static final Duration MAX_DELAY = Duration.ofMinutes(10);

    /** More than any line that tells of a process has. */
    private static final int MAX_MARK_LENGTH = 1_000;

    private final String text;
    private final LogClock clock;
    private final List<LogLine> entries = new ArrayList<>();

    /** @param clock of supervisord */
    SupervisordLog(String text, LogClock clock) {
        this.text = text;
        this.clock = clock;
        for (String line : TextLines.of(text)) {
            Optional<LogLine> entry = LogLine.parse(line, clock);
            if (entry.isPresent()) {
                entries.add(entry.get());
            }
        }
    }

    /**
     * Searches for the death that the failure is about.
     *
     * @param alone whether no other process has the same name in another group
     */
    Optional<FailureDetails> of(ProcessFailure failure, boolean alone) {
        List<LogLine> own = linesOf(failure);
        return switch (failure.type()) {
            case EXITED -> exited(own, failure, alone);
            case BACKOFF -> findWithin(own, failure.time(), alone ? TOLERANCE : AMBIGUITY_WINDOW);
            case FATAL -> givenUp(own, failure, alone);
        };
    }

    private List<LogLine> linesOf(ProcessFailure failure) {
        boolean fatal = failure.type() == FailureType.FATAL;
        return entries.stream()
                .filter(entry -> entry.name().equals(failure.process().name()))
                .filter(entry -> entry.isUntil(failure.time(), fatal ? GIVE_UP_TOLERANCE : LogLine.LINE_TOLERANCE))
                .toList();
    }

    /**
     * Why a process could not be started, where that was told late and so the time of the failure is not known: the events
     * name no pid. Empty if its starts failed for different causes in that time.
     *
     * @param alone whether no other process has the same name in another group
     */
    Optional<String> causeOfLateFailure(ProcessFailure failure, boolean alone) {
        if (!alone || failure.type() == FailureType.EXITED) {
            return Optional.empty();
        }
        List<LogLine> own = linesOf(failure);
        List<LogLine> ends = failure.type() == FailureType.FATAL ? endsBeforeGivingUp(own) : own;
        return findWithin(ends, failure.time(), MAX_DELAY).flatMap(FailureDetails::cause);
    }

    private static List<LogLine> endsBeforeGivingUp(List<LogLine> own) {
        return IntStream.range(1, own.size())
                .filter(i -> own.get(i).kind() == LogLine.Kind.GIVEN_UP
                        && own.get(i - 1).isCloseTo(own.get(i).time(), GIVE_UP_LEAD))
                .mapToObj(i -> own.get(i - 1))
                .toList();
    }

    /** Why no cause is told, as a clause. */
    String whyUnknown(ProcessFailure failure) {
        long causes = linesOf(failure).stream()
                .filter(entry ->
                        entry.kind() == LogLine.Kind.EXITED && entry.isCloseTo(failure.time(), AMBIGUITY_WINDOW))
                .map(LogLine::detail)
                .distinct()
                .count();
        return causes > 1
                ? "supervisord's log tells of several deaths with different causes"
                : "supervisord's log does not tell";
    }

    private static Optional<FailureDetails> exited(List<LogLine> own, ProcessFailure failure, boolean alone) {
        int start = lastStart(own, failure.pid());
        List<LogLine> since = own.subList(start + 1, own.size());
        if (start < 0) {
            return findWithin(since, failure.time(), alone ? TOLERANCE : AMBIGUITY_WINDOW);
        }
        if (alone && !since.isEmpty() && since.get(0).kind() != LogLine.Kind.SPAWNED) {
            return Optional.of(since.get(0))
                    .filter(end -> end.kind() == LogLine.Kind.EXITED)
                    .map(end -> exit(own.get(start), end));
        }
        return findWithin(since, failure.time(), AMBIGUITY_WINDOW)
                .map(found -> new FailureDetails(
                        found.cause(),
                        single(since, failure.time())
                                .flatMap(end -> exit(own.get(start), end).uptime()),
                        false,
                        ""));
    }

    private static Optional<FailureDetails> givenUp(List<LogLine> own, ProcessFailure failure, boolean alone) {
        for (int i = own.size() - 1; i > 0 && alone; i--) {
            LogLine entry = own.get(i);
            if (entry.kind() == LogLine.Kind.GIVEN_UP
                    && !entry.time().isBefore(failure.time().minus(GIVE_UP_LEAD))) {
                return findWithin(own.subList(i - 1, i), entry.time(), GIVE_UP_LEAD);
            }
        }
        return alone ? Optional.empty() : findWithin(own, failure.time(), AMBIGUITY_WINDOW);
    }

    /** The cause of all unexpected ends in that time, if it is one. */
    private static Optional<FailureDetails> findWithin(List<LogLine> own, Instant time, Duration before) {
        List<String> causes = own.stream()
                .filter(entry -> entry.kind() == LogLine.Kind.EXITED && entry.isCloseTo(time, before))
                .map(LogLine::detail)
                .distinct()
                .toList();
        return causes.size() == 1 ? Optional.of(exit(causes.get(0), Optional.empty())) : Optional.empty();
    }

    private static Optional<LogLine> single(List<LogLine> since, Instant time) {
        List<LogLine> ends = since.stream()
                .filter(entry -> entry.kind() == LogLine.Kind.EXITED && entry.isCloseTo(time, AMBIGUITY_WINDOW))
                .toList();
        return ends.size() == 1 ? Optional.of(ends.get(0)) : Optional.empty();
    }

    private static int lastStart(List<LogLine> own, OptionalLong pid) {
        for (int i = own.size() - 1; i >= 0 && pid.isPresent(); i--) {
            LogLine entry = own.get(i);
            if (entry.kind() == LogLine.Kind.SPAWNED && entry.detail().equals(Long.toString(pid.getAsLong()))) {
                return i;
            }
        }
        return -1;
    }

    private static FailureDetails exit(LogLine start, LogLine end) {
        Duration uptime = Duration.between(start.time(), end.time());
        return exit(end.detail(), uptime.isNegative() ? Optional.empty() : Optional.of(uptime));
    }

    private static FailureDetails exit(String cause, Optional<Duration> uptime) {
        return new FailureDetails(Optional.of(cause), uptime, false, "");
    }

    /**
     * Where in the log a reader has come to.
     *
     * @param line the last line that was read, bounded; empty at the beginning
     */
    record Mark(String line, Instant time) {
        static final Mark NONE = new Mark("", Instant.EPOCH);
    }

    /**
     * An unexpected end or a process that was given up. The log names no groups.
     *
     * @param pid of the process that ended, where its start is in the same part of the log
     * @param mark where the log goes on after it
     */
    record LoggedFailure(FailureType type, String name, OptionalLong pid, Instant time, Mark mark) {

        ProcessFailure toFailure(String group) {
            return new ProcessFailure(
                    type,
                    new Namespec(group, name),
                    pid,
                    type.usualOrigin(),
                    time,
                    OptionalLong.empty(),
                    Optional.empty());
        }
    }

    /** Whether the log goes on from there: it has not been rotated since, nor has too much been written. */
    boolean contains(Mark mark) {
        return !mark.line().isEmpty() && positionAfter(mark) >= 0;
    }

    /** Whether it tells of any start, as it does with {@code loglevel=info} and below. */
    boolean tellsOfStarts() {
        for (LogLine entry : entries) {
            if (entry.kind() == LogLine.Kind.SPAWNED) {
                return true;
            }
        }
        return false;
    }

    /** Whether its first line is older than that. */
    boolean beginsBefore(Instant time) {
        // the first one may be cut off
        int start = text.indexOf('\n') + 1;
        return clock.timeOf(text.substring(start, lineEnd(start)))
                .map(first -> first.isBefore(time))
                .orElse(true);
    }

    /** The time of its first whole line; empty if that has none. */
    Optional<Instant> begin() {
        int start = text.indexOf('\n') + 1;
        return clock.timeOf(text.substring(start, lineEnd(start)));
    }

    /**
     * What the log tells after the mark; where that is no longer in it, what it tells since the mark's time.
     *
     * @param ambiguous names that processes of several groups have: of these it is not known who has ended
     */
    List<LoggedFailure> failuresAfter(Mark mark, Instant since, Set<String> ambiguous) {
        int position = mark.line().isEmpty() ? -1 : positionAfter(mark);
        Instant from = mark.line().isEmpty() ? since : mark.time();
        FailureReader reader = new FailureReader(ambiguous);
        List<LoggedFailure> found = new ArrayList<>();
        String before = "";
        for (int start = 0; start < text.length(); ) {
            int end = lineEnd(start);
            String line = text.substring(start, end);
            // with logfile=/dev/stdout and nodaemon=true each line is written twice
            Optional<LoggedFailure> failure = line.equals(before) ? Optional.empty() : reader.read(line, clock);
            before = line;
            boolean isNew = start >= position;
            failure.filter(logged -> isNew && (position >= 0 || !logged.time().isBefore(from)))
                    .ifPresent(found::add);
            start = end + 1;
        }
        return found;
    }

    /** The end of what was read, to go on from. */
    Mark end() {
        int end = text.endsWith("\n") ? text.length() - 1 : text.lastIndexOf('\n');
        if (end <= 0) {
            return Mark.NONE;
        }
        String line = text.substring(text.lastIndexOf('\n', end - 1) + 1, end);
        return mark(line, clock.timeOf(line).orElse(Instant.EPOCH));
    }

    private static Mark mark(String line, Instant time) {
        return new Mark(line.substring(0, Math.min(line.length(), MAX_MARK_LENGTH)), time);
    }

    /** The beginning of the line after the mark; -1 if it is not there. */
    private int positionAfter(Mark mark) {
        for (int at = text.lastIndexOf(mark.line()); at >= 0; at = text.lastIndexOf(mark.line(), at - 1)) {
            if (at == 0 || text.charAt(at - 1) == '\n') {
                return lineEnd(at) + 1;
            }
        }
        return -1;
    }

    private int lineEnd(int start) {
        int end = text.indexOf('\n', start);
        return end < 0 ? text.length() : end;
    }

    /** Follows the starts and ends of all processes, line by line. */
    private static final class FailureReader {

        private final Map<String, Start> starts = new HashMap<>();

        private final Set<String> ambiguous;

        FailureReader(Set<String> ambiguous) {
            this.ambiguous = ambiguous;
        }

        private record Start(OptionalLong pid, boolean ran) {}

        Optional<LoggedFailure> read(String line, LogClock clock) {
            Optional<LogLine> entry = LogLine.parse(line, clock);
            if (entry.isPresent()) {
                return failure(entry.get(), line);
            }
            Optional<String> running = LogLine.running(line);
            if (running.isPresent()) {
                starts.computeIfPresent(running.get(), (name, start) -> new Start(start.pid(), true));
            }
            return Optional.empty();
        }

        private Optional<LoggedFailure> failure(LogLine entry, String line) {
            return switch (entry.kind()) {
                case SPAWNED -> {
                    if (ambiguous.contains(entry.name())) {
                        yield Optional.empty();
                    }
                    starts.put(entry.name(), new Start(OptionalLong.of(Long.parseLong(entry.detail())), false));
                    yield Optional.empty();
                }
                case EXITED -> {
                    // one whose start is no longer in this end of the log has run for long
                    Start start = starts.getOrDefault(entry.name(), new Start(OptionalLong.empty(), true));
                    yield Optional.of(new LoggedFailure(
                            start.ran() ? FailureType.EXITED : FailureType.BACKOFF,
                            entry.name(),
                            start.pid(),
                            entry.time(),
                            mark(line, entry.time())));
                }
                case GIVEN_UP ->
                    Optional.of(new LoggedFailure(
                            FailureType.FATAL,
                            entry.name(),
                            OptionalLong.empty(),
                            entry.time(),
                            mark(line, entry.time())));
                case EXITED_AS_EXPECTED -> Optional.empty(); // nobody is to be told
            };
        }
    }
}
