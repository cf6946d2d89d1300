package org.superlance.timemon;

import com.cronutils.model.Cron;
import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Optional;

/** The times of a cron expression; a slot goes from each to the next. */
final class CronSchedule implements Schedule {

    private static final LocalDateTime SEARCH_START = LocalDateTime.of(2000, 1, 1, 0, 0);

    private final String expression;
    private final ExecutionTime times;

    private CronSchedule(String expression, ExecutionTime times) {
        this.expression = expression;
        this.times = times;
    }

    /**
     * Reads the five fields of UNIX: minute, hour, day of month, month, day of week.
     *
     * @throws IllegalArgumentException with a sentence for people if it is no such expression, or never matches
     */
    static CronSchedule parse(String text) {
        String expression = text.strip();
        CronSchedule parsed = new CronSchedule(expression, ExecutionTime.forCron(read(expression)));
        if (parsed.next(SEARCH_START).isEmpty()) {
            throw new IllegalArgumentException("'" + expression + "' never matches any date");
        }
        return parsed;
    }

    private static Cron read(String expression) {
        try {
            return new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX))
                    .parse(expression)
                    .validate();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "'" + expression
                            + "' is not a cron expression; write minute, hour, day of month, month and day of week,"
                            + " such as '30 3 * * 1-5'",
                    e);
        }
    }

    /**
     * Searches back in growing steps: rare times are far away, and frequent ones are many when searched from far away.
     */
    @Override
    public Optional<LocalDateTime> latest(LocalDateTime after, LocalDateTime upTo) {
        for (long days = 1; ; days *= 4) {
            LocalDateTime from = upTo.minusDays(days);
            boolean wasLast = !from.isAfter(after);
            Optional<LocalDateTime> found = lastOfThose(wasLast ? after : from, upTo);
            if (wasLast || found.isPresent()) {
                return found;
            }
        }
    }

    private Optional<LocalDateTime> lastOfThose(LocalDateTime after, LocalDateTime upTo) {
        Optional<LocalDateTime> last = Optional.empty();
        Optional<LocalDateTime> next = next(after);
        while (next.isPresent() && !next.get().isAfter(upTo)) {
            last = next;
            next = next(next.get());
        }
        return last;
    }

    /** The library is used in UTC, where each local time exists exactly once. */
    @Override
    public Optional<LocalDateTime> next(LocalDateTime after) {
        return times.nextExecution(after.atZone(ZoneOffset.UTC)).map(ZonedDateTime::toLocalDateTime);
    }

    @Override
    public String toString() {
        return "--cron '" + expression + "'";
    }
}
