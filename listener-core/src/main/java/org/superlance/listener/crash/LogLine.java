package org.superlance.listener.crash;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a line of supervisord's own log tells of one process. The lines name the process only, without its group.
 *
 * <p>The log of a supervisord whose programs run has no other lines than those of starts: they are read without regular
 * expressions, at each look.
 *
 * @param detail the pid of a start, the cause of an end, empty otherwise
 */
record LogLine(Instant time, Kind kind, String name, String detail) {

    enum Kind {
        SPAWNED,
        EXITED,
        EXITED_AS_EXPECTED,
        GIVEN_UP
    }

    static final Duration LINE_TOLERANCE = Duration.ofSeconds(1);

    private static final int MIN_LEVEL_LENGTH = "WARN".length();
    private static final int MAX_LEVEL_LENGTH = "DEBUG".length();
    private static final int MAX_PID_LENGTH = 10;

    private static final String SPAWNED = "spawned: '";
    private static final String WITH_PID = "' with pid ";
    private static final String EXITED = "exited: ";
    private static final String GAVE_UP = "gave up: ";
    private static final String ENTERED_FATAL = " entered FATAL state, too many start retries too quickly";
    private static final String SUCCESS = "success: ";
    private static final String ENTERED_RUNNING = " entered RUNNING state, ";

    /** As supervisord words an end. */
    private static final class Exit {
        private static final String CAUSE = "exit status \\d{1,6}|terminated by (?:SIG[A-Z0-9+-]{1,20}|signal \\d{1,4})"
                + "(?: \\(core dumped\\))?|unknown termination cause 0x[0-9a-f]{1,8}";
        static final Pattern PATTERN = Pattern.compile("(.+) \\((" + CAUSE + "); (not )?expected\\)", Pattern.DOTALL);
    }

    /** Empty if the line tells of no start and no end, or cannot be read. */
    static Optional<LogLine> parse(String line, LogClock clock) {
        int message = messageOf(line);
        if (message < 0) {
            return Optional.empty();
        }
        if (line.startsWith(SPAWNED, message)) {
            return spawned(line, message + SPAWNED.length(), line.lastIndexOf(WITH_PID), clock);
        }
        if (line.startsWith(EXITED, message)) {
            return exited(line, message + EXITED.length(), clock);
        }
        return line.startsWith(GAVE_UP, message) && line.endsWith(ENTERED_FATAL)
                ? of(line, clock, Kind.GIVEN_UP, message + GAVE_UP.length(), line.length() - ENTERED_FATAL.length(), "")
                : Optional.empty();
    }

    /** The name of the process that has become RUNNING; empty if the line tells of none. */
    static Optional<String> running(String line) {
        int message = messageOf(line);
        if (message < 0 || !line.startsWith(SUCCESS, message)) {
            return Optional.empty();
        }
        int name = message + SUCCESS.length();
        int end = line.lastIndexOf(ENTERED_RUNNING);
        return end > name ? Optional.of(line.substring(name, end)) : Optional.empty();
    }

    /** Where the message begins, behind the time and the level; -1 if one of them is missing. */
    private static int messageOf(String line) {
        if (!LogClock.beginsWithTime(line)) {
            return -1;
        }
        int level = LogClock.TIME_LENGTH + 1;
        int end = line.indexOf(' ', level);
        if (end - level < MIN_LEVEL_LENGTH || end - level > MAX_LEVEL_LENGTH || line.charAt(level - 1) != ' ') {
            return -1;
        }
        for (int i = level; i < end; i++) {
            if (line.charAt(i) < 'A' || line.charAt(i) > 'Z') {
                return -1;
            }
        }
        return end + 1;
    }

    private static Optional<LogLine> spawned(String line, int name, int nameEnd, LogClock clock) {
        int pid = nameEnd + WITH_PID.length();
        return isNumber(line, pid)
                ? of(line, clock, Kind.SPAWNED, name, nameEnd, line.substring(pid))
                : Optional.empty();
    }

    private static boolean isNumber(String line, int start) {
        for (int i = start; i < line.length(); i++) {
            if (line.charAt(i) < '0' || line.charAt(i) > '9') {
                return false;
            }
        }
        return start < line.length() && line.length() - start <= MAX_PID_LENGTH;
    }

    private static Optional<LogLine> exited(String line, int name, LogClock clock) {
        Matcher exit = Exit.PATTERN.matcher(line).region(name, line.length());
        return exit.matches()
                ? of(
                        line,
                        clock,
                        exit.group(3) == null ? Kind.EXITED_AS_EXPECTED : Kind.EXITED,
                        name,
                        exit.end(1),
                        exit.group(2))
                : Optional.empty();
    }

    private static Optional<LogLine> of(String line, LogClock clock, Kind kind, int name, int nameEnd, String detail) {
        return name < nameEnd
                ? clock.timeOf(line).map(time -> new LogLine(time, kind, line.substring(name, nameEnd), detail))
                : Optional.empty();
    }

    /** Whether it was written in that time before, or a moment after: we are told before it is written. */
    boolean isCloseTo(Instant instant, Duration before) {
        return !time.isBefore(instant.minus(before)) && isUntil(instant, LINE_TOLERANCE);
    }

    boolean isUntil(Instant instant, Duration after) {
        return !time.isAfter(instant.plus(after));
    }
}
