package org.superlance.listener.crash;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.superlance.listener.util.Ascii;

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
    private static final String CAUSE = " (";
    private static final String EXPECTED = "; expected)";
    private static final String NOT_EXPECTED = "; not expected)";
    private static final String GAVE_UP = "gave up: ";
    private static final String ENTERED_FATAL = " entered FATAL state, too many start retries too quickly";
    private static final String SUCCESS = "success: ";
    private static final String ENTERED_RUNNING = " entered RUNNING state, ";

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
        if (nameEnd < 0) {
            return Optional.empty();
        }
        String pid = line.substring(nameEnd + WITH_PID.length());
        return Ascii.consistsOf(pid, Ascii.DIGITS, MAX_PID_LENGTH)
                ? of(line, clock, Kind.SPAWNED, name, nameEnd, pid)
                : Optional.empty();
    }

    private static Optional<LogLine> exited(String line, int name, LogClock clock) {
        boolean expected = line.endsWith(EXPECTED);
        if (!expected && !line.endsWith(NOT_EXPECTED)) {
            return Optional.empty();
        }
        int causeEnd = line.length() - (expected ? EXPECTED : NOT_EXPECTED).length();
        int nameEnd = line.lastIndexOf(CAUSE, causeEnd);
        if (line.startsWith(ExitCause.CORE_DUMPED, causeEnd - ExitCause.CORE_DUMPED.length())) {
            nameEnd = line.lastIndexOf(CAUSE, nameEnd - 1);
        }
        String cause = line.substring(nameEnd + CAUSE.length(), causeEnd);
        return ExitCause.isValid(cause)
                ? of(line, clock, expected ? Kind.EXITED_AS_EXPECTED : Kind.EXITED, name, nameEnd, cause)
                : Optional.empty();
    }

    /** As supervisord words the cause of an end. */
    private static final class ExitCause {

        static final String CORE_DUMPED = " (core dumped)";

        private static final String EXIT_STATUS = "exit status ";
        private static final String SIGNAL_NAME = "terminated by SIG";
        private static final String SIGNAL_NUMBER = "terminated by signal ";
        private static final String UNKNOWN = "unknown termination cause 0x";

        static boolean isValid(String cause) {
            if (cause.startsWith(EXIT_STATUS)) {
                return Ascii.consistsOf(cause.substring(EXIT_STATUS.length()), Ascii.DIGITS, 6);
            }
            if (cause.startsWith(UNKNOWN)) {
                return Ascii.consistsOf(cause.substring(UNKNOWN.length()), Ascii.DIGITS + "abcdef", 8);
            }
            int end = cause.length() - (cause.endsWith(CORE_DUMPED) ? CORE_DUMPED.length() : 0);
            if (cause.startsWith(SIGNAL_NAME)) {
                String rest = cause.substring(SIGNAL_NAME.length(), end);
                return Ascii.consistsOf(rest, Ascii.UPPER_CASE + Ascii.DIGITS + "+-", 20);
            }
            return cause.startsWith(SIGNAL_NUMBER)
                    && Ascii.consistsOf(cause.substring(SIGNAL_NUMBER.length(), end), Ascii.DIGITS, 4);
        }
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
