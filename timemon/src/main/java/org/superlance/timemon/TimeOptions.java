package org.superlance.timemon;

import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.superlance.listener.cli.Workplace;
import org.superlance.listener.restart.Cycles;
import picocli.CommandLine.Option;

/** When to restart: the options that make the schedule. */
final class TimeOptions {

    @Option(
            names = {"-i", "--interval"},
            paramLabel = "INTERVAL",
            converter = Converters.OfInterval.class,
            description = "What -n counts: second, minute, hour or day.")
    @Nullable
    Interval interval;

    @Option(
            names = {"-n", "--number"},
            paramLabel = "N",
            description = "Restart every N intervals by the local clock: -i hour -n 3 at 0, 3, 6 ... o'clock.")
    @Nullable
    Integer number;

    @Option(
            names = "--cron",
            paramLabel = "EXPRESSION",
            converter = Converters.OfCron.class,
            description = "Restart at these times: minute, hour, day of month, month, day of week, such as"
                    + " '30 3 * * 1-5'.")
    @Nullable
    CronTimes cron;

    @Option(
            names = "--tz",
            paramLabel = "ZONE",
            converter = Converters.OfZone.class,
            description = "The time zone that -n and --cron count in, such as Europe/Berlin (default: the local one).")
    @Nullable
    ZoneId tz;

    @Option(
            names = "--max-age",
            paramLabel = "DURATION",
            description = "Restart a program when it has run for so long, such as 7d, whatever the clock says.")
    @Nullable
    Duration maxAge;

    /** @throws IllegalArgumentException with a sentence for people that names the option */
    void validate(Cycles cycles) {
        if ((interval == null) != (number == null)) {
            throw new IllegalArgumentException("-i and -n go together: write for instance -i hour -n 3");
        }
        if (interval != null && cron != null) {
            throw new IllegalArgumentException("--cron does not go with -i and -n: give one of them");
        }
        if (maxAge != null && maxAge.isZero()) {
            throw new IllegalArgumentException("--max-age 0 cannot be: a program must be left to run for a while");
        }
        Optional<Schedule> schedule = schedule();
        if (schedule.isEmpty() && maxAge == null) {
            throw new IllegalArgumentException(
                    "there is no time to restart at: give -i INTERVAL -n N, --cron EXPRESSION or --max-age DURATION");
        }
        if (schedule.isPresent() && !cycles.equals(Cycles.ONE)) {
            throw new IllegalArgumentException(
                    "--cycles goes with --max-age only: a slot of -n or --cron begins at one tick, never at several");
        }
    }

    ZoneId zone(Workplace place) {
        return tz != null ? tz : place.clock().getZone();
    }

    /** The least time from one restart of a program to the next. */
    Duration shortest() {
        if (interval != null && number != null) {
            Duration slot = interval.length().multipliedBy(number);
            return maxAge == null || slot.compareTo(maxAge) < 0 ? slot : maxAge;
        }
        return cron == null && maxAge != null ? maxAge : Duration.ZERO;
    }

    Optional<Age> age() {
        return Optional.ofNullable(maxAge).map(Age::new);
    }

    Optional<Agenda> agenda(Workplace place) {
        ZoneId zone = zone(place);
        return schedule().map(schedule -> {
            Bookmark bookmark = place.directory()
                    .<Bookmark>map(directory -> new BookmarkFile(directory, schedule + " in " + zone))
                    .orElseGet(Bookmark::none);
            String title = tz == null ? schedule.toString() : schedule + " in " + tz;
            return new Agenda(title, schedule, zone, bookmark, place.clock().instant());
        });
    }

    private Optional<Schedule> schedule() {
        if (interval != null && number != null) {
            return Optional.of(new Slots(number, interval));
        }
        return Optional.ofNullable(cron);
    }
}
