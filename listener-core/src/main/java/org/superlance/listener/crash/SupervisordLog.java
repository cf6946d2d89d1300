package org.superlance.listener.crash;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.superlance.listener.crash.ProcessFailure.FailureType;
import org.superlance.listener.supervisor.Namespec;

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

    private final List<Line> entries;

    /** @param zone in which supervisord writes its times: that of the machine */
    SupervisordLog(String text, ZoneId zone) {
        this.entries =
                text.lines().flatMap(line -> Line.parse(line, zone).stream()).toList();
    }

    /**
     * Searches for the death that the failure is about.
     *
     * @param alone whether no other process has the same name in another group
     */
    Optional<FailureDetails> of(ProcessFailure failure, boolean alone) {
        boolean fatal = failure.type() == FailureType.FATAL;
        List<Line> own = entries.stream()
                .filter(entry -> entry.name().equals(failure.process().name()))
                .filter(entry -> entry.isUntil(failure.time(), fatal ? GIVE_UP_TOLERANCE : Line.LINE_TOLERANCE))
                .toList();
        return switch (failure.type()) {
            case EXITED -> exited(own, failure, alone);
            case BACKOFF -> findWithin(own, failure.time(), alone ? TOLERANCE : AMBIGUITY_WINDOW);
            case FATAL -> givenUp(own, failure, alone);
        };
    }

    private static Optional<FailureDetails> exited(List<Line> own, ProcessFailure failure, boolean alone) {
        int start = lastStart(own, failure.pid());
        List<Line> since = own.subList(start + 1, own.size());
        if (start < 0) {
            return findWithin(since, failure.time(), alone ? TOLERANCE : AMBIGUITY_WINDOW);
        }
        if (alone && !since.isEmpty() && since.get(0).kind() != Line.Kind.SPAWNED) {
            return Optional.of(since.get(0))
                    .filter(end -> end.kind() == Line.Kind.EXITED)
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

    private static Optional<FailureDetails> givenUp(List<Line> own, ProcessFailure failure, boolean alone) {
        for (int i = own.size() - 1; i > 0 && alone; i--) {
            Line entry = own.get(i);
            if (entry.kind() == Line.Kind.GIVEN_UP
                    && !entry.time().isBefore(failure.time().minus(GIVE_UP_LEAD))) {
                return findWithin(own.subList(i - 1, i), entry.time(), GIVE_UP_LEAD);
            }
        }
        return alone ? Optional.empty() : findWithin(own, failure.time(), AMBIGUITY_WINDOW);
    }

    /** The cause of all unexpected ends in that time, if it is one. */
    private static Optional<FailureDetails> findWithin(List<Line> own, Instant time, Duration before) {
        List<String> causes = own.stream()
                .filter(entry -> entry.kind() == Line.Kind.EXITED && entry.isCloseTo(time, before))
                .map(Line::detail)
                .distinct()
                .toList();
        return causes.size() == 1 ? Optional.of(exit(causes.get(0), Optional.empty())) : Optional.empty();
    }

    private static Optional<Line> single(List<Line> since, Instant time) {
        List<Line> ends = since.stream()
                .filter(entry -> entry.kind() == Line.Kind.EXITED && entry.isCloseTo(time, AMBIGUITY_WINDOW))
                .toList();
        return ends.size() == 1 ? Optional.of(ends.get(0)) : Optional.empty();
    }

    private static int lastStart(List<Line> own, OptionalLong pid) {
        for (int i = own.size() - 1; i >= 0 && pid.isPresent(); i--) {
            Line entry = own.get(i);
            if (entry.kind() == Line.Kind.SPAWNED && entry.detail().equals(Long.toString(pid.getAsLong()))) {
                return i;
            }
        }
        return -1;
    }

    private static FailureDetails exit(Line start, Line end) {
        Duration uptime = Duration.between(start.time(), end.time());
        return exit(end.detail(), uptime.isNegative() ? Optional.empty() : Optional.of(uptime));
    }

    private static FailureDetails exit(String cause, Optional<Duration> uptime) {
        return new FailureDetails(Optional.of(cause), uptime, false, "");
    }

    /**
     * Every unexpected end of a process that ran, and every process given up, that the end of the log tells of since that
     * time. The log does not name groups: each process is in one of its own name.
     */
    static List<ProcessFailure> failures(String text, ZoneId zone, Instant since) {
        FailureReader reader = new FailureReader();
        text.lines().forEach(line -> reader.read(line, zone));
        return reader.failures.stream()
                .filter(failure -> !failure.time().isBefore(since))
                .toList();
    }

    /** Follows the starts and ends of all processes, line by line. */
    private static final class FailureReader {

        private static final Pattern SUCCESS =
                Pattern.compile("\\S+ \\S+ [A-Z]{4,5} success: (.+) entered RUNNING state, .*");

        final List<ProcessFailure> failures = new ArrayList<>();
        private final Map<String, Start> starts = new HashMap<>();

        private record Start(OptionalLong pid, boolean ran) {}

        void read(String line, ZoneId zone) {
            Optional<Line> entry = Line.parse(line, zone);
            if (entry.isPresent()) {
                read(entry.get());
                return;
            }
            Matcher success = SUCCESS.matcher(line);
            if (success.matches()) {
                starts.computeIfPresent(success.group(1), (name, start) -> new Start(start.pid(), true));
            }
        }

        private void read(Line entry) {
            switch (entry.kind()) {
                case SPAWNED ->
                    starts.put(entry.name(), new Start(OptionalLong.of(Long.parseLong(entry.detail())), false));
                case EXITED -> {
                    // one whose start is no longer in this end of the log has run for long
                    Start start = starts.getOrDefault(entry.name(), new Start(OptionalLong.empty(), true));
                    if (start.ran()) {
                        add(FailureType.EXITED, entry, start.pid());
                    }
                }
                case GIVEN_UP -> add(FailureType.FATAL, entry, OptionalLong.empty());
                case EXITED_AS_EXPECTED -> {} // nobody is to be told
            }
        }

        private void add(FailureType type, Line entry, OptionalLong pid) {
            Namespec process = new Namespec(entry.name(), entry.name());
            failures.add(new ProcessFailure(type, process, pid, "RUNNING", entry.time()));
        }
    }

    /**
     * What a line of supervisord's own log tells of one process. The lines name the process only, without its group.
     *
     * @param detail the pid of a start, the cause of an end, empty otherwise
     */
    private record Line(Instant time, Kind kind, String name, String detail) {

        enum Kind {
            SPAWNED("spawned: '(.+)' with pid (\\d+)"),
            EXITED("exited: (.+) \\((" + Cause.TEXT + "); not expected\\)"),
            EXITED_AS_EXPECTED("exited: (.+) \\((" + Cause.TEXT + "); expected\\)"),
            GIVEN_UP("gave up: (.+) entered FATAL state, too many start retries too quickly()");

            private final Pattern pattern;

            Kind(String regex) {
                pattern = Pattern.compile(regex);
            }
        }

        /** As supervisord words it. */
        private static final class Cause {
            static final String TEXT = "exit status \\d{1,6}|terminated by (?:SIG[A-Z0-9+-]{1,20}|signal \\d{1,4})"
                    + "(?: \\(core dumped\\))?|unknown termination cause 0x[0-9a-f]{1,8}";
        }

        static final Duration LINE_TOLERANCE = Duration.ofSeconds(1);

        private static final Pattern LINE = Pattern.compile(
                "(\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d,\\d{3}) [A-Z]{4,5} (exited: |spawned: |gave up: )");
        private static final DateTimeFormatter TIME =
                DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss,SSS", Locale.ROOT);

        /** Empty if the line tells of no start and no end, or cannot be read. */
        static Optional<Line> parse(String line, ZoneId zone) {
            Matcher head = LINE.matcher(line);
            if (!head.lookingAt()) {
                return Optional.empty();
            }
            String message = line.substring(head.start(2));
            for (Kind kind : Kind.values()) {
                Matcher matcher = kind.pattern.matcher(message);
                if (matcher.matches()) {
                    return time(head.group(1), zone)
                            .map(time -> new Line(time, kind, matcher.group(1), matcher.group(2)));
                }
            }
            return Optional.empty();
        }

        private static Optional<Instant> time(String text, ZoneId zone) {
            try {
                return Optional.of(LocalDateTime.parse(text, TIME).atZone(zone).toInstant());
            } catch (DateTimeParseException e) {
                // a digit out of its range: not supervisord's own line, and no proof of anything
                return Optional.empty();
            }
        }

        /** Whether it was written in that time before, or a moment after: we are told before it is written. */
        boolean isCloseTo(Instant instant, Duration before) {
            return !time.isBefore(instant.minus(before)) && isUntil(instant, LINE_TOLERANCE);
        }

        boolean isUntil(Instant instant, Duration after) {
            return !time.isAfter(instant.plus(after));
        }
    }
}
