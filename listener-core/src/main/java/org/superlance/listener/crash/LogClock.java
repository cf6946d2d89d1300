package org.superlance.listener.crash;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.superlance.listener.supervisor.ProcessInfo;

/**
 * Tells which moment a local time in supervisord's log means. supervisord may have another time zone than this listener, and
 * in the night in which summer time ends each time comes twice; the processes that run tell, since both the log and the table
 * have their starts.
 *
 * @param zone in which supervisord writes
 * @param preferred of the offsets that a time may have, if it comes twice
 */
record LogClock(ZoneId zone, Optional<ZoneOffset> preferred) {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss,SSS", Locale.ROOT);
    private static final int TIME_LENGTH = "2026-11-21 02:54:56,192".length();
    private static final Pattern SPAWNED =
            Pattern.compile(".{" + TIME_LENGTH + "} [A-Z]{4,5} " + SupervisordLog.SPAWNED_MESSAGE);

    /** All offsets that zones have had since 1970 are multiples of it. */
    private static final int OFFSET_STEP = 15 * 60;

    /** A busy supervisord writes the line a while after the start. */
    private static final int MAX_DELAY = 5 * 60;

    private static final int MAX_OFFSET = 18 * 60 * 60;

    /**
     * Finds it out.
     *
     * @param zone of this listener: supervisord's too, unless the log proves another
     * @param processes the table
     */
    static LogClock of(String log, ZoneId zone, List<ProcessInfo> processes) {
        Map<Long, ProcessInfo> byPid = new HashMap<>();
        processes.stream().filter(ProcessInfo::hasPid).forEach(process -> byPid.put(process.pid(), process));
        LogClock clock = new LogClock(zone, Optional.empty());
        for (String line : (Iterable<String>) log.lines()::iterator) {
            Matcher spawned = SPAWNED.matcher(line);
            if (spawned.matches()) {
                clock = Optional.ofNullable(byPid.get(Long.parseLong(spawned.group(2))))
                        .filter(process -> process.name().name().equals(spawned.group(1)))
                        .map(ProcessInfo::start)
                        .flatMap(start -> offset(line, start).map(offset -> of(zone, start, offset)))
                        .orElse(clock);
            }
        }
        return clock;
    }

    private static LogClock of(ZoneId zone, Instant start, ZoneOffset offset) {
        boolean same = zone.getRules().getOffset(start).equals(offset);
        return new LogClock(same ? zone : offset, Optional.of(offset));
    }

    private static Optional<ZoneOffset> offset(String line, Instant start) {
        return local(line)
                .map(local -> local.toEpochSecond(ZoneOffset.UTC) - start.getEpochSecond())
                .filter(difference -> Math.abs(difference) <= MAX_OFFSET)
                .filter(difference -> Math.floorMod(difference, (long) OFFSET_STEP) <= MAX_DELAY)
                .map(difference ->
                        ZoneOffset.ofTotalSeconds(OFFSET_STEP * (int) Math.floorDiv(difference, (long) OFFSET_STEP)));
    }

    /** When a line of the log was written; empty if it begins with no time. */
    Optional<Instant> timeOf(String line) {
        return local(line)
                .map(local -> ZonedDateTime.ofLocal(local, zone, preferred.orElse(null))
                        .toInstant());
    }

    private static Optional<LocalDateTime> local(String line) {
        if (line.length() < TIME_LENGTH) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDateTime.parse(line.substring(0, TIME_LENGTH), TIME));
        } catch (DateTimeParseException e) {
            // a digit out of its range: not supervisord's own line, and no proof of anything
            return Optional.empty();
        }
    }
}
