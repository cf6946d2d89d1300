package org.superlance.listener.runtime.logging;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.TimeZone;

/**
 * The time of a line of the log, such as {@code 2026-11-21T02:54:56.192+01:00}: the local one, with its offset.
 *
 * <p>{@link TimeZone} tells the offset, and not {@link java.time.ZoneId}: that one looks for further rules of zones in all of
 * the class path, which opens the JAR, and reads the known ones once more.
 */
final class LogTime {

    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSXXX");
    private static final int MILLIS_PER_SECOND = 1_000;

    private LogTime() {}

    /** @param millis since the epoch */
    static void appendTo(StringBuilder line, long millis) {
        int offset = TimeZone.getDefault().getOffset(millis);
        FORMAT.formatTo(
                OffsetDateTime.ofInstant(
                        Instant.ofEpochMilli(millis), ZoneOffset.ofTotalSeconds(offset / MILLIS_PER_SECOND)),
                line);
    }
}
