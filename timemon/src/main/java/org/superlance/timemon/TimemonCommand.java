package org.superlance.timemon;

import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.superlance.listener.cli.ListenerOptions;
import org.superlance.listener.cli.MailOptions;
import org.superlance.listener.cli.Option;
import org.superlance.listener.cli.OptionGroup;
import org.superlance.listener.cli.RuleOptions;
import org.superlance.listener.configcheck.Diagnostic;
import org.superlance.listener.notify.NotificationQueue;
import org.superlance.listener.restart.Check;
import org.superlance.listener.restart.Decision;
import org.superlance.listener.restart.RestartExecutor;
import org.superlance.listener.restart.RestartHooks;
import org.superlance.listener.restart.RestartManager;
import org.superlance.listener.restart.RestartMessages;
import org.superlance.listener.restart.RestartNotifier;
import org.superlance.listener.restart.RestartQueue;
import org.superlance.listener.runtime.ListenerEnvironment;
import org.superlance.listener.runtime.MonitorCommand;
import org.superlance.listener.supervisor.ProcessPattern;

/** The flags of timemon. */
final class TimemonCommand implements MonitorCommand {

    private final OptionGroup options = OptionGroup.of(
            "timemon",
            "Restarts programs of a supervisord by the clock, or when they have run for long enough. To be run"
                    + " by supervisord as an event listener for TICK_60 events.");

    final Option<List<ProcessPattern>> groups = options.list(ProcessPattern.class, "-g", "--group")
            .paramLabel("GROUP")
            .converter(TimemonCommand::group)
            .description("Restart the running programs of this group; may be repeated.");

    final Option<List<ProcessPattern>> programs = options.list(ProcessPattern.class, "-p", "--program")
            .paramLabel("NAME")
            .description("Restart this program (name, group:name or group:*) if it runs; may be repeated.");

    final Option<Boolean> any = options.flag("-a", "--any").description("Restart all programs that run.");

    private final TimeOptions times = options.with(new TimeOptions());

    final Option<Duration> sleep = options.value(Duration.class, "-s", "--sleep")
            .paramLabel("SECONDS")
            .defaultValue(Duration.ZERO)
            .description("Leave a program stopped for so long before it is started again.");

    final Option<Boolean> rolling = options.flag("--rolling")
            .description(
                    "Restart one program at a time, the next when the one before runs again; if one does not, leave"
                            + " the rest as it is.");

    final Option<Duration> jitter = options.value(Duration.class, "--jitter")
            .paramLabel("DURATION")
            .defaultValue(Duration.ZERO)
            .description("Begin each restart after a random part of this time.");

    final Option<String> name = options.value(String.class, "--name")
            .paramLabel("NAME")
            .description("Name this timemon in the subject of its mails.");

    private final MailOptions mail = options.with(new MailOptions());

    private final RuleOptions rules = options.with(new RuleOptions());

    private final ListenerOptions listener = options.with(new ListenerOptions());

    @Override
    public ListenerOptions listener() {
        return listener;
    }

    @Override
    public RuleOptions ruleOptions() {
        return rules;
    }

    @Override
    public MailOptions mail() {
        return mail;
    }

    @Override
    public Collection<String> legacyLongOptions() {
        return List.of("--help", "--group", "--interval", "--number", "--sleep");
    }

    @Override
    public List<ProcessPattern> referencedProcesses() {
        return Stream.concat(groups.value().stream(), programs.value().stream()).toList();
    }

    @Override
    public void validate() {
        if (referencedProcesses().isEmpty() && !any.value()) {
            throw new IllegalArgumentException("there is nothing to restart: give -g GROUP, -p NAME or -a");
        }
        times.validate(rules.threshold());
    }

    @Override
    public Check check(ListenerEnvironment place) {
        ZoneId zone = times.zone(place);
        return new TimeCheck(
                any.value() ? List.of(ProcessPattern.parse("*")) : referencedProcesses(),
                times.tracker(place),
                times.maxAge(),
                zone);
    }

    @Override
    public Duration minRestartInterval() {
        return times.shortest();
    }

    /** Also says when the next restart is due. */
    @Override
    public List<Diagnostic> inspect(List<Diagnostic> ofProcesses, ListenerEnvironment place) {
        List<Diagnostic> diagnostics = new ArrayList<>(ofProcesses);
        times.tracker(place)
                .flatMap(tracker -> tracker.next(place.clock().instant()))
                .ifPresent(next -> diagnostics.add(Diagnostic.info("the next restart is due at " + next)));
        return diagnostics;
    }

    @Override
    public RestartMessages messages(ListenerEnvironment place) {
        String heading = name.isSet() ? "timemon [" + name.value() + "]" : "timemon";
        return new RestartMessages(heading, place.host(), place.clock());
    }

    @Override
    public RestartExecutor executor(RestartManager restartManager, NotificationQueue queue, ListenerEnvironment place) {
        RestartNotifier notifier = RestartNotifier.perRestart(messages(place), queue);
        Jitter delays = new Jitter(jitter.value(), new Random());
        Function<Decision, RestartHooks> plans =
                decision -> RestartHooks.NONE.withPause(sleep.value()).withDelay(delays.next());
        return rolling.value()
                ? RestartQueue.rolling(restartManager, plans, notifier)
                : RestartQueue.parallel(restartManager, plans, notifier);
    }

    @Override
    public String valueTitle() {
        return "RESTART";
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
