package org.superlance.listener.crash;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SimpleTimeZone;
import java.util.TimeZone;
import java.util.concurrent.TimeUnit;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.util.Ascii;
import org.superlance.listener.util.TextLines;
import org.superlance.listener.util.UtcTime;

/**
 * Tells which moment a local time in supervisord's log means. supervisord may have another time zone than this listener, and
 * in the night in which summer time ends each time comes twice; the processes that run tell, since both the log and the table
 * have their starts.
 *
 * @param zone in which supervisord writes
 * @param preferred of the offsets that a time may have, if it comes twice; in milliseconds
 */
record LogClock(TimeZone zone, OptionalInt preferred) {

    /** With a d for each digit. */
    private static final String TIME = "dddd-dd-dd dd:dd:dd,ddd";

    static final int TIME_LENGTH = TIME.length();

    private static final LogClock UTC = new LogClock(TimeZone.getTimeZone("UTC"), OptionalInt.empty());

    /** All offsets that zones have had since 1970 are multiples of it. */
    private static final int OFFSET_STEP = 15 * 60;

    /** A busy supervisord writes the line a while after the start. */
    private static final int MAX_DELAY = 5 * 60;

    private static final int MAX_OFFSET = 18 * 60 * 60;

    private static final long MILLIS_PER_DAY = TimeUnit.DAYS.toMillis(1);

    /**
     * Finds it out.
     *
     * @param zone of this listener: supervisord's too, unless the log proves another
     * @param processes the table
     */
    static LogClock of(String log, TimeZone zone, List<ProcessInfo> processes) {
        Map<Long, ProcessInfo> byPid = new HashMap<>();
        for (ProcessInfo process : processes) {
            if (process.hasPid()) {
                byPid.put(process.pid(), process);
            }
        }
        LogClock clock = new LogClock(zone, OptionalInt.empty());
        for (String line : TextLines.of(log)) {
            LogLine entry = LogLine.parse(line, UTC).orElse(null);
            if (entry != null && entry.kind() == LogLine.Kind.SPAWNED) {
                ProcessInfo process = byPid.get(Long.parseLong(entry.detail()));
                if (process != null && process.name().name().equals(entry.name())) {
                    clock = of(zone, entry.time(), process.start()).orElse(clock);
                }
            }
        }
        return clock;
    }

    /**
     * Empty if the line cannot be about the start.
     *
     * @param local time of the line, as if in UTC
     */
    private static Optional<LogClock> of(TimeZone zone, Instant local, Instant start) {
        long difference = local.getEpochSecond() - start.getEpochSecond();
        if (Math.abs(difference) > MAX_OFFSET || Math.floorMod(difference, (long) OFFSET_STEP) > MAX_DELAY) {
            return Optional.empty();
        }
        int offset = (int) TimeUnit.SECONDS.toMillis(OFFSET_STEP * Math.floorDiv(difference, (long) OFFSET_STEP));
        boolean same = zone.getOffset(start.toEpochMilli()) == offset;
        return Optional.of(
                new LogClock(same ? zone : new SimpleTimeZone(offset, "supervisord"), OptionalInt.of(offset)));
    }

    /** When a line of the log was written; empty if it begins with no time. */
    Optional<Instant> timeOf(String line) {
        return local(line).map(this::toInstant);
    }

    private Instant toInstant(Instant local) {
        long millis = local.toEpochMilli();
        int before = zone.getOffset(millis - MILLIS_PER_DAY);
        int after = zone.getOffset(millis + MILLIS_PER_DAY);
        for (int offset : new int[] {preferred.orElse(before), before, after}) {
            if (zone.getOffset(millis - offset) == offset) {
                return local.minusMillis(offset);
            }
        }
        // in the hour that is left out when summer time begins
        return local.minusMillis(before);
    }

    /** The time that a line begins with, as if in UTC; without a DateTimeFormatter, which is 39 classes. */
    private static Optional<Instant> local(String line) {
        if (!beginsWithTime(line)) {
            return Optional.empty();
        }
        int month = number(line, 5, 7);
        int day = number(line, 8, 10);
        int hour = number(line, 11, 13);
        int minute = number(line, 14, 16);
        int second = number(line, 17, 19);
        if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 59) {
            // not supervisord's own line, and no proof of anything
            return Optional.empty();
        }
        long seconds = TimeUnit.DAYS.toSeconds(UtcTime.epochDay(number(line, 0, 4), month, day))
                + TimeUnit.HOURS.toSeconds(hour)
                + TimeUnit.MINUTES.toSeconds(minute)
                + second;
        return Optional.of(Instant.ofEpochSecond(seconds, TimeUnit.MILLISECONDS.toNanos(number(line, 20, 23))));
    }

    /** Whether a line begins as supervisord writes a time, whatever its numbers. */
    static boolean beginsWithTime(String line) {
        return Ascii.startsWithShape(line, TIME);
    }

    private static int number(String line, int start, int end) {
        return Integer.parseInt(line, start, end, 10);
    }
}
