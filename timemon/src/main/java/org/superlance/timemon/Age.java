package org.superlance.timemon;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import org.superlance.listener.util.Durations;

/** How long a process may run. */
record Age(Duration longest) {

    boolean isReachedBy(Duration uptime) {
        return uptime.compareTo(longest) >= 0;
    }

    /** When, by the clock on the wall, a process that has been up for so long reaches it. */
    LocalDateTime reached(Duration uptime, Instant now, ZoneId zone) {
        return LocalDateTime.ofInstant(now.plus(longest).minus(uptime), zone).truncatedTo(ChronoUnit.SECONDS);
    }

    @Override
    public String toString() {
        return "--max-age " + Durations.format(longest);
    }
}
