package org.superlance.listener.util;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * Times for files, without {@link java.time.format.DateTimeFormatter}: it takes the first of them some milliseconds, and 60
 * classes in every listener.
 */
public final class UtcTime {

    private static final int LENGTH_WITHOUT_SECONDS = "2026-11-29T13:45".length();

    private UtcTime() {}

    /** The same as {@link Instant#toString()} for the years 0 to 9999. */
    public static String format(Instant time) {
        String text = LocalDateTime.ofInstant(time, ZoneOffset.UTC).toString();
        return text + (text.length() == LENGTH_WITHOUT_SECONDS ? ":00Z" : "Z");
    }
}
