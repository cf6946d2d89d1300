package org.superlance.timemon;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import org.superlance.listener.util.Durations;

/** How long a process may run. */
record MaxAge(Duration max) {

    boolean isReachedBy(Duration uptime) {
        return uptime.compareTo(max) >= 0;
    }

    /** When, by the clock on the wall, a process that has been up for so long reaches it. */
    LocalDateTime reached(Duration uptime, Instant now, ZoneId zone) {
        return LocalDateTime.ofInstant(now.plus(max).minus(uptime), zone).truncatedTo(ChronoUnit.SECONDS);
    }

    @Override
    public String toString() {
        return "--max-age " + Durations.format(max);
    }
}
