package org.superlance.listener.crash;

import java.time.Clock;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * The times of a message. The formatters, and the zone, are asked for by the first of them: an idle listener does without
 * their classes.
 *
 * @param clock in whose zone times are told
 */
public record FailureTimes(Clock clock) {

    private static final class TimeFormat {
        static final DateTimeFormatter TIMESTAMP = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss,SSS", Locale.ROOT);
        static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);
        static final DateTimeFormatter HOUR = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
    }

    /** As superlance writes a time, which is as Python's logging does: {@code 2026-11-21 02:54:56,192}. */
    public String timestamp(Instant time) {
        return TimeFormat.TIMESTAMP.format(local(time));
    }

    /** Without the day: {@code 12:00:01}. */
    public String hour(Instant time) {
        return TimeFormat.HOUR.format(local(time));
    }

    /** Without the day where it is the same: {@code 12:00:01 to 12:00:09}. */
    public String span(Instant first, Instant last) {
        ZonedDateTime from = local(first);
        ZonedDateTime to = local(last);
        DateTimeFormatter format = from.toLocalDate().equals(to.toLocalDate()) ? TimeFormat.HOUR : TimeFormat.DAY;
        return format.format(from) + " to " + format.format(to);
    }

    private ZonedDateTime local(Instant time) {
        return time.atZone(clock.getZone());
    }
}
