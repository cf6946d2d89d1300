package org.superlance.procmon;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.superlance.listener.cli.ListenerOptions;
import org.superlance.listener.cli.MailOptions;
import org.superlance.listener.cli.Option;
import org.superlance.listener.cli.OptionGroup;
import org.superlance.listener.configcheck.RequiredEvents;
import org.superlance.listener.event.EventType;
import org.superlance.listener.runtime.ListenerCommand;
import org.superlance.listener.supervisor.ProcessPattern;
import org.superlance.listener.supervisor.ProcessPattern.ProcessFilter;
import org.superlance.procmon.policy.RestartSettings;
import org.superlance.procmon.watch.ShutdownConditions;
import org.superlance.procmon.watch.WatchConfig;
import org.superlance.procmon.watch.WatchConfig.ExitedPolicy;

/** The options of {@code procmon watch}. */
final class WatchCommand implements ListenerCommand<WatchConfig> {

    private final OptionGroup options = OptionGroup.of(
            "procmon watch",
            "Restarts programs that supervisord has given up (FATAL), with exponential backoff. Run by"
                    + " supervisord as an event listener for PROCESS_STATE and TICK_60 events.");

    private static final int MAX_STARTS_PER_SECOND = 1_000;

    final Option<List<ProcessPattern>> programs = options.list(ProcessPattern.class, "-p", "--program")
            .paramLabel("NAME")
            .description("Watch this program (name, group:name or group:*; * and ? match any characters and one"
                    + " character). May be repeated.");

    final Option<List<String>> groups = options.list(String.class, "-g", "--group")
            .paramLabel("GROUP")
            .description("Watch the programs of this group. May be repeated.");

    final Option<Boolean> any = options.flag("-a", "--any").description("Watch all programs.");

    final Option<List<ProcessPattern>> excluded = options.list(ProcessPattern.class, "--exclude")
            .paramLabel("NAME")
            .description("Never act on this process: name, group:name or group:*. May be repeated.");

    final Option<ExitedPolicy> exited = options.value(ExitedPolicy.class, "--exited")
            .paramLabel("no|unexpected|any")
            .defaultValue(ExitedPolicy.NO)
            .description("Also restart programs that supervisord has left EXITED: those that exited unexpectedly, or"
                    + " any (default: no).");

    private final PolicyOptions policy = options.with(new PolicyOptions());

    final Option<Integer> startsPerSecond = options.value(Integer.class, "--max-starts-per-second")
            .paramLabel("N")
            .defaultValue(10)
            .description("Start at most N programs within one second; starts that supervisord retries count too"
                    + " (default: 10).");

    final Option<Boolean> killStuck = options.flag("--kill-stuck")
            .description("Send SIGKILL to a program that is still STOPPING after --killtime, whoever stopped it.");

    final Option<Path> restartAllOn = options.value(Path.class, "--restart-all-on")
            .paramLabel("FILE")
            .description("Rolling restart of all watched programs when this file is created or touched. SIGHUP does"
                    + " the same.");

    final Option<ProcessFilter> onFatal = options.value(ProcessFilter.class, "--on-fatal")
            .converter(ShutdownConditions::parse)
            .paramLabel("shutdown[=NAME,...]")
            .description(
                    "Shut supervisord down, for the end of a container, when one of these programs is FATAL, or with"
                            + " --max-failures is given up (default: any watched program). They are watched, too.");

    final Option<ProcessFilter> onExit = options.value(ProcessFilter.class, "--on-exit")
            .converter(ShutdownConditions::parse)
            .paramLabel("shutdown[=NAME,...]")
            .description("Shut supervisord down when one of these programs ends, expected or not (default: any watched"
                    + " program). They are watched, too.");

    final Option<String> name = options.value(String.class, "--name")
            .paramLabel("NAME")
            .description("Begin the subject of mails with procmon [NAME].");

    private final MailOptions mail = options.with(MailOptions.withoutShortOption());

    private final ListenerOptions listener = options.with(new ListenerOptions());

    @Override
    public ListenerOptions listener() {
        return listener;
    }

    /** Those of Twisted's command of the name. */
    @Override
    public Collection<String> legacyLongOptions() {
        return List.of("--help", "--version", "--threshold", "--killtime", "--minrestartdelay", "--maxrestartdelay");
    }

    @Override
    public WatchConfig toConfig() {
        RestartSettings settings = policy.settings();
        ShutdownConditions shutdown = new ShutdownConditions(
                onFatal.optional(), onExit.optional(), settings.maxFailures().isPresent());
        List<ProcessPattern> named = new ArrayList<>(programs.value());
        for (String group : groups.value()) {
            if (group.isBlank() || group.indexOf(':') >= 0) {
                throw new IllegalArgumentException("--group needs the name of a group");
            }
            named.add(ProcessPattern.ofGroup(group));
        }
        named.addAll(shutdown.referencedProcesses());
        if (named.isEmpty() && !any.value()) {
            throw new IllegalArgumentException("nothing to watch: give -p NAME, -g GROUP or -a");
        }
        if (startsPerSecond.value() < 1 || startsPerSecond.value() > MAX_STARTS_PER_SECOND) {
            throw new IllegalArgumentException("--max-starts-per-second must be from 1 to " + MAX_STARTS_PER_SECOND);
        }
        return new WatchConfig(
                settings,
                named,
                any.value(),
                excluded.value(),
                exited.value(),
                killStuck.value(),
                startsPerSecond.value(),
                restartAllOn.optional(),
                shutdown,
                name.isSet() ? "procmon [" + name.value() + "]" : "procmon",
                mail.toConfig());
    }

    @Override
    public List<RequiredEvents> requiredEvents() {
        RequiredEvents states = RequiredEvents.of(EventType.PROCESS_STATE);
        return !restartAllOn.isSet() ? List.of(states) : List.of(states, RequiredEvents.tick());
    }

    @Override
    public String exampleSection() {
        return """
                [eventlistener:procmon]
                command=procmon watch -a
                events=PROCESS_STATE,TICK_60
                buffer_size=500
                """;
    }

    @Override
    public OptionGroup options() {
        return options;
    }
}
