package org.superlance.timemon;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;
import org.superlance.listener.cli.Option;
import org.superlance.listener.cli.OptionGroup;
import org.superlance.listener.restart.CycleThreshold;
import org.superlance.timemon.IntervalSchedule.Interval;

/** When to restart: the options that make the schedule. */
final class TimeOptions extends OptionGroup {

    final Option<Interval> interval = value(Interval.class, "-i", "--interval")
            .paramLabel("INTERVAL")
            .converter(Interval::parse)
            .description("Unit of -n: second, minute, hour or day.");

    final Option<Integer> number = value(Integer.class, "-n", "--number")
            .paramLabel("N")
            .description("Restart every N intervals of the local clock: -i hour -n 3 at 0, 3, 6 ... o'clock.");

    final Option<CronSchedule> cron = value(CronSchedule.class, "--cron")
            .paramLabel("EXPRESSION")
            .converter(CronSchedule::parse)
            .description("Restart at these times: minute, hour, day of month, month, day of week, such as"
                    + " '30 3 * * 1-5'.");

    final Option<ZoneId> tz = value(ZoneId.class, "--tz")
            .paramLabel("ZONE")
            .converter(TimeOptions::zone)
            .description("Time zone of -n and --cron, such as Europe/Berlin (default: the machine's).");

    final Option<Duration> maxAge = value(Duration.class, "--max-age")
            .paramLabel("DURATION")
            .description("Restart a program that has run for this long, such as 7d, whatever the schedule.");

    /** @throws IllegalArgumentException with a sentence for people that names the option */
    void validate(CycleThreshold threshold) {
        if (interval.isSet() != number.isSet()) {
            throw new IllegalArgumentException("-i and -n go together: write for instance -i hour -n 3");
        }
        if (interval.isSet() && cron.isSet()) {
            throw new IllegalArgumentException("--cron does not go with -i and -n: give one of them");
        }
        if (maxAge.isSet() && maxAge.value().isZero()) {
            throw new IllegalArgumentException("--max-age 0 cannot be: a program must be left to run for a while");
        }
        Optional<Schedule> schedule = schedule();
        if (schedule.isEmpty() && !maxAge.isSet()) {
            throw new IllegalArgumentException(
                    "there is no time to restart at: give -i INTERVAL -n N, --cron EXPRESSION or --max-age DURATION");
        }
        if (schedule.isPresent() && !threshold.equals(CycleThreshold.ONE)) {
            throw new IllegalArgumentException(
                    "--cycles goes with --max-age only: a slot of -n or --cron begins at one tick, never at several");
        }
    }

    /** The least time from one restart of a program to the next. */
    Duration shortest() {
        if (interval.isSet() && number.isSet()) {
            Duration slot = interval.value().length().multipliedBy(number.value());
            return !maxAge.isSet() || slot.compareTo(maxAge.value()) < 0 ? slot : maxAge.value();
        }
        return !cron.isSet() && maxAge.isSet() ? maxAge.value() : Duration.ZERO;
    }

    /** The slots; empty without any. */
    Optional<Schedule> schedule() {
        if (interval.isSet() && number.isSet()) {
            return Optional.of(new IntervalSchedule(number.value(), interval.value()));
        }
        return Optional.ofNullable(cron.orNull());
    }

    private static ZoneId zone(String text) {
        try {
            return ZoneId.of(text.strip());
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no time zone; write one such as Europe/Berlin or UTC", e);
        }
    }
}
