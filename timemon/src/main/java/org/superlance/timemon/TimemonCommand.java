package org.superlance.timemon;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.superlance.listener.cli.ListenerOptions;
import org.superlance.listener.cli.MailOptions;
import org.superlance.listener.cli.Option;
import org.superlance.listener.cli.OptionGroup;
import org.superlance.listener.cli.RuleOptions;
import org.superlance.listener.restart.RestartRules;
import org.superlance.listener.runtime.ListenerCommand;
import org.superlance.listener.supervisor.ProcessPattern;

/** The options of timemon. */
final class TimemonCommand implements ListenerCommand<TimemonConfig> {

    private final OptionGroup options = OptionGroup.of(
            "timemon",
            "Restarts running programs on a schedule or by age. Run by supervisord as an event listener"
                    + " for TICK_60 events.");

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
            .description("Restart one program at a time, the next when the previous one is RUNNING again; if one does"
                    + " not come back, leave the rest as it is.");

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
        List<ProcessPattern> named = Stream.concat(groups.value().stream(), programs.value().stream())
                .toList();
        if (named.isEmpty() && !any.value()) {
            throw new IllegalArgumentException("there is nothing to restart: give -g GROUP, -p NAME or -a");
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
                    "'" + text + "' is no group; write its name alone, or name a program with -p group:name");
        }
        return ProcessPattern.ofGroup(group);
    }
}
