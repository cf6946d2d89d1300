package org.superlance.listener.util;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.TimeZone;

/**
 * The clock of this machine in its time zone. Finds out which that is when somebody asks for it: it means reading the rules
 * of all zones, for which a listener that starts has no time.
 */
public final class SystemZoneClock extends Clock {

    /** Asked of UTC by its name, java.time reads all zones, and opens the JAR to look for more: a megabyte of the heap. */
    private static final Set<String> NAMES_OF_UTC = Set.of("UTC", "Etc/UTC", "Etc/UCT", "Etc/Universal", "Etc/Zulu");

    /**
     * The zone of a clock with the rules of java.util, which the log has read anyhow. For what an idle listener does: java.time
     * reads those of all zones, half a megabyte of each process.
     */
    public static TimeZone timeZone(Clock clock) {
        return clock instanceof SystemZoneClock ? TimeZone.getDefault() : TimeZone.getTimeZone(clock.getZone());
    }

    @Override
    public ZoneId getZone() {
        TimeZone zone = TimeZone.getDefault();
        return NAMES_OF_UTC.contains(zone.getID()) ? ZoneOffset.UTC : zone.toZoneId();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return Clock.system(zone);
    }

    @Override
    public long millis() {
        return System.currentTimeMillis();
    }

    @Override
    public Instant instant() {
        return Instant.now();
    }
}
