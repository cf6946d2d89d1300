package org.superlance.timemon;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.superlance.listener.cli.ListenerOptions;
import org.superlance.listener.cli.MailOptions;
import org.superlance.listener.cli.Option;
import org.superlance.listener.cli.OptionGroup;
import org.superlance.listener.cli.RuleOptions;
import org.superlance.listener.restart.RestartRules;
import org.superlance.listener.restart.RestartRules.CycleThreshold;
import org.superlance.listener.runtime.ListenerCommand;
import org.superlance.listener.supervisor.ProcessPattern;
import org.superlance.timemon.IntervalSchedule.Interval;

/** The options of timemon. */
final class TimemonCommand implements ListenerCommand<TimemonConfig> {

    private final OptionGroup options = OptionGroup.of(
            "timemon",
            "Restarts running programs on a schedule or by age. Run by supervisord as an event listener for TICK_60"
                    + " events.");

    final Option<List<ProcessPattern>> groups = options.list(ProcessPattern.class, "-g", "--group")
            .paramLabel("GROUP")
            .converter(TimemonCommand::group)
            .description("Restart the running programs of this group. May be repeated.");

    final Option<List<ProcessPattern>> programs = options.list(ProcessPattern.class, "-p", "--program")
            .paramLabel("NAME")
            .description("Restart this program (name, group:name or group:*) if it is RUNNING. May be repeated.");

    final Option<Boolean> any = options.flag("-a", "--any").description("Restart all RUNNING programs.");

    private final TimeOptions times = options.with(new TimeOptions());

    final Option<Duration> sleep = options.value(Duration.class, "-s", "--sleep")
            .paramLabel("SECONDS")
            .defaultValue(Duration.ZERO)
            .description("Time between stop and start.");

    final Option<Boolean> rolling = options.flag("--rolling")
            .description("Restart one program at a time, the next when the previous one is RUNNING again; if one"
                    + " does not come back, leave the rest as it is.");

    final Option<Duration> jitter = options.value(Duration.class, "--jitter")
            .paramLabel("DURATION")
            .defaultValue(Duration.ZERO)
            .description("Delay each restart by a random part of this time.");

    final Option<String> name = options.value(String.class, "--name")
            .paramLabel("NAME")
            .description("Begin the subject of mails with timemon [NAME].");

    private final MailOptions mail = options.with(new MailOptions());

    private final RuleOptions rules = options.with(new RuleOptions());

    private final ListenerOptions listener = options.with(new ListenerOptions());

    @Override
    public ListenerOptions listener() {
        return listener;
    }

    @Override
    public Collection<String> legacyLongOptions() {
        return List.of("--help", "--group", "--interval", "--number", "--sleep");
    }

    @Override
    public TimemonConfig toConfig() {
        List<ProcessPattern> named = new ArrayList<>(groups.value());
        named.addAll(programs.value());
        if (named.isEmpty() && !any.value()) {
            throw new IllegalArgumentException("nothing to restart: give -g GROUP, -p NAME or -a");
        }
        times.validate(rules.threshold());
        return new TimemonConfig(
                named,
                any.value() ? List.of(ProcessPattern.parse("*")) : named,
                times.schedule(),
                times.tz.optional(),
                times.maxAge.optional(),
                times.shortest(),
                sleep.value(),
                jitter.value(),
                rolling.value(),
                name.optional().map(text -> "timemon [" + text + "]").orElse("timemon"),
                mail.toConfig(),
                rules.rules(RestartRules.UNLIMITED),
                rules.excluded.value());
    }

    @Override
    public String exampleSection() {
        return """
                [eventlistener:timemon]
                command=timemon -g web -i hour -n 3
                events=TICK_60
                """;
    }

    @Override
    public OptionGroup options() {
        return options;
    }

    private static ProcessPattern group(String text) {
        String group = text.strip();
        if (group.isEmpty() || group.contains(":")) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a group; write only its name, or name a program with -p group:name");
        }
        return ProcessPattern.ofGroup(group);
    }

    /** The options of the schedule. */
    private static final class TimeOptions extends OptionGroup {

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
                .description("Restart at these times: minute, hour, day of month, month, day of week, such as '30 3"
                        + " * * 1-5'.");

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
                throw new IllegalArgumentException("-i and -n go together, such as -i hour -n 3");
            }
            if (interval.isSet() && cron.isSet()) {
                throw new IllegalArgumentException("--cron and -i/-n exclude each other: give one of them");
            }
            if (maxAge.isSet() && maxAge.value().isZero()) {
                throw new IllegalArgumentException("--max-age must be greater than 0");
            }
            Optional<Schedule> schedule = schedule();
            if (schedule.isEmpty() && !maxAge.isSet()) {
                throw new IllegalArgumentException(
                        "no schedule: give -i INTERVAL -n N, --cron EXPRESSION or --max-age DURATION");
            }
            if (schedule.isPresent() && !threshold.equals(CycleThreshold.ONE)) {
                throw new IllegalArgumentException(
                        "--cycles goes with --max-age only: a slot of -n or --cron begins at one tick, never at"
                                + " several");
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
                        "'" + text + "' is not a time zone; write one such as Europe/Berlin or UTC", e);
            }
        }
    }
}
