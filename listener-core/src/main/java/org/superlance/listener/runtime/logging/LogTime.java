package org.superlance.listener.runtime.logging;

import java.util.TimeZone;
import org.superlance.listener.util.UtcTime;

/**
 * The time of a line of the log, such as {@code 2026-11-21T02:54:56.192+01:00}: the local one, with its offset.
 *
 * <p>{@link TimeZone} tells the offset, and not {@link java.time.ZoneId}: that one looks for further rules of zones in all of
 * the class path, which opens the JAR, and reads the known ones once more. And no {@link
 * java.time.format.DateTimeFormatter}: the first one takes a start some milliseconds.
 */
final class LogTime {

    private static final int MILLIS_PER_SECOND = 1_000;
    private static final int SECONDS_PER_MINUTE = 60;

    private LogTime() {}

    /** @param millis since the epoch */
    static void appendTo(StringBuilder line, long millis) {
        int offset = TimeZone.getDefault().getOffset(millis);
        long local = millis + offset;
        UtcTime.appendDateTime(line, Math.floorDiv(local, MILLIS_PER_SECOND));
        UtcTime.appendDigits(line.append('.'), Math.floorMod(local, MILLIS_PER_SECOND), 3);
        appendOffset(line, offset / MILLIS_PER_SECOND / SECONDS_PER_MINUTE);
    }

    private static void appendOffset(StringBuilder line, int minutes) {
        if (minutes == 0) {
            line.append('Z');
        } else {
            UtcTime.appendMinutes(line.append(minutes < 0 ? '-' : '+'), Math.abs(minutes));
        }
    }
}
