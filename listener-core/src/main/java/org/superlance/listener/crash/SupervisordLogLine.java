package org.superlance.listener.crash;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a line of supervisord's own log tells of one process. The lines name the process only, without its group.
 *
 * @param detail the pid of a start, the cause of an end, empty otherwise
 */
record SupervisordLogLine(Instant time, Kind kind, String name, String detail) {

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

    static final Duration TOLERANCE = Duration.ofSeconds(1);

    private static final Pattern LINE = Pattern.compile(
            "(\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d,\\d{3}) [A-Z]{4,5} (exited: |spawned: |gave up: )");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss,SSS", Locale.ROOT);

    /** Empty if the line tells of no start and no end, or cannot be read. */
    static Optional<SupervisordLogLine> parse(String line, ZoneId zone) {
        Matcher head = LINE.matcher(line);
        if (!head.lookingAt()) {
            return Optional.empty();
        }
        String message = line.substring(head.start(2));
        for (Kind kind : Kind.values()) {
            Matcher matcher = kind.pattern.matcher(message);
            if (matcher.matches()) {
                return time(head.group(1), zone)
                        .map(time -> new SupervisordLogLine(time, kind, matcher.group(1), matcher.group(2)));
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
        return !time.isBefore(instant.minus(before)) && isUntil(instant, TOLERANCE);
    }

    boolean isUntil(Instant instant, Duration after) {
        return !time.isAfter(instant.plus(after));
    }
}
