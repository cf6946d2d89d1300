package org.superlance.listener.notify;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;

/** How long a web server asks to be left alone, in its header {@code Retry-After} (RFC 9110, 10.2.3). */
final class RetryAfterHeader {

    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");

    private RetryAfterHeader() {}

    /** Never negative; zero for what is neither a number of seconds nor a date. */
    static Duration parse(String value, Instant now) {
        String text = value.strip();
        if (SECONDS.matcher(text).matches()) {
            return Duration.ofSeconds(Long.parseLong(text));
        }
        try {
            Instant until = DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from);
            return until.isAfter(now) ? Duration.between(now, until) : Duration.ZERO;
        } catch (DateTimeException e) {
            return Duration.ZERO;
        }
    }
}
