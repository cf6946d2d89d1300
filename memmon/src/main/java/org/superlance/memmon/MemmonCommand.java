package org.superlance.memmon;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.superlance.listener.cli.ExitStatus;
import org.superlance.listener.cli.ListenerOptions;
import org.superlance.listener.cli.ListenerOptions.GeneralConfig;
import org.superlance.listener.cli.MailOptions;
import org.superlance.listener.cli.Option;
import org.superlance.listener.cli.OptionGroup;
import org.superlance.listener.cli.RuleOptions;
import org.superlance.listener.history.HostHistory;
import org.superlance.listener.process.ProcessTable.Measure;
import org.superlance.listener.restart.RestartRules;
import org.superlance.listener.runtime.CommandContext;
import org.superlance.listener.runtime.HostHistories;
import org.superlance.listener.runtime.ListenerCommand;
import org.superlance.listener.runtime.ListenerStateStore;
import org.superlance.listener.util.ByteSize;

/** The options of memmon. */
final class MemmonCommand implements ListenerCommand<MemmonConfig> {

    /** How long {@code --once} measures CPU time. */
    private static final Duration ONCE = Duration.ofSeconds(1);

    private final OptionGroup options = OptionGroup.of(
                    "memmon",
                    "Restarts processes that exceed a limit of memory or CPU time. Run by supervisord as an event listener for"
                            + " TICK_60 events.")
            .synopsis(
                    "memmon [-c] [-p name=size]... [-g group=size]... [-a size] [--cpu [name=]percent]... [-s command]"
                            + " [-m address] [-u duration] [-n name] [more options]");

    final Option<Boolean> cumulative =
            options.flag("-c", "--cumulative").description("Add what a process's descendants use to its own.");

    final Option<List<MemoryLimit>> programs = options.list(MemoryLimit.class, "-p", "--program")
            .paramLabel("NAME=SIZE")
            .converter(MemoryLimit::ofProgram)
            .description("Restart this program (name, group:name or group:*) if it exceeds SIZE. May be repeated.");

    final Option<List<MemoryLimit>> groups = options.list(MemoryLimit.class, "-g", "--group", "--groupname")
            .paramLabel("GROUP=SIZE")
            .converter(MemoryLimit::ofGroup)
            .description("Restart each process of this group that exceeds SIZE. May be repeated.");

    final Option<ByteSize> any = options.value(ByteSize.class, "-a", "--any")
            .paramLabel("SIZE")
            .description("Restart any process that exceeds SIZE: 200MB, 1.5G, 20%% of the machine's memory.");

    final Option<List<CpuLimit>> cpu = options.list(CpuLimit.class, "--cpu")
            .paramLabel("[NAME=]PERCENT")
            .converter(CpuLimit::of)
            .description("Restart any process, or this program, that uses more CPU time from one check to the next, in"
                    + " per cent of one core: 80, web=150. May be repeated.");

    final Option<Duration> uptime = options.value(Duration.class, "-u", "--uptime")
            .paramLabel("DURATION")
            .description("Report only processes that had been up for at most this long, such as 2d.");

    final Option<String> name = options.value(String.class, "-n", "--name")
            .paramLabel("NAME")
            .description("Begin the subject of mails with memmon [NAME].");

    final Option<Measure> metric = options.value(Measure.class, "--metric")
            .paramLabel("rss|pss|uss")
            .defaultValue(Measure.RSS)
            .description("Which memory is compared (default: rss).");

    final Option<Boolean> suggest = options.flag("--suggest")
            .description("Print a limit for each program from the history of the listeners of this host (99%% of the"
                    + " time, times 1.5) as options to paste, and exit.");

    private final MailOptions mail = options.with(new MailOptions());

    private final RuleOptions rules = options.with(new RuleOptions());

    private final ListenerOptions listener = options.with(new ListenerOptions());

    MemmonCommand() {
        mail.addShortSendmail(options);
    }

    @Override
    public ListenerOptions listener() {
        return listener;
    }

    @Override
    public Collection<String> legacyLongOptions() {
        return List.of(
                "--help",
                "--cumulative",
                "--program",
                "--group",
                "--groupname",
                "--any",
                "--sendmail_program",
                "--email",
                "--uptime",
                "--name");
    }

    @Override
    public MemmonConfig toConfig() {
        List<MemoryLimit> limits = new ArrayList<>(programs.value());
        limits.addAll(groups.value());
        any.optional().map(MemoryLimit::ofAny).ifPresent(limits::add);
        return new MemmonConfig(
                limits,
                cpu.value(),
                listener.toConfig().once() ? ONCE : Duration.ZERO,
                metric.value(),
                cumulative.value(),
                name.optional().map(text -> "memmon [" + text + "]").orElse("memmon"),
                uptime.optional(),
                mail.toConfig(),
                rules.rules(RestartRules.UNLIMITED),
                rules.excluded.value());
    }

    @Override
    public Optional<OtherTask> otherTask() {
        return suggest.value() ? Optional.of(new OtherTask("--suggest", this::suggest)) : Optional.empty();
    }

    private int suggest(GeneralConfig general, CommandContext context) {
        Optional<HostHistory> history = HostHistories.read("memmon", general.stateDir(), context, Instant.EPOCH);
        if (history.isEmpty()) {
            return ExitStatus.FAILED;
        }
        SuggestedLimits limits = SuggestedLimits.of(
                history.get(),
                MemoryCheck.quantity(metric.value()),
                name -> rules.excluded.value().stream().anyMatch(pattern -> pattern.matches(name)),
                context.clock().instant());
        if (limits.isEmpty()) {
            context.err()
                    .println("memmon: no history of " + metric.value() + " in "
                            + ListenerStateStore.baseOfOthers(general.stateDir(), context)
                            + "; run memmon for some days with a state directory (--state-dir DIR); without a limit"
                            + " it only measures");
            return ExitStatus.FAILED;
        }
        context.printer().print(limits.text());
        return ExitStatus.OK;
    }

    @Override
    public String exampleSection() {
        return """
                [eventlistener:memmon]
                command=memmon -a 200MB -m bob@example.com
                events=TICK_60
                """;
    }

    @Override
    public OptionGroup options() {
        return options;
    }
}
