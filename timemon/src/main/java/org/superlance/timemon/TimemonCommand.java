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
import org.superlance.listener.cli.Options;
import org.superlance.listener.cli.RestartingPlugin;
import org.superlance.listener.cli.RuleOptions;
import org.superlance.listener.cli.Setting;
import org.superlance.listener.cli.Situation;
import org.superlance.listener.cli.Workplace;
import org.superlance.listener.inspection.Remark;
import org.superlance.listener.notify.NotificationQueue;
import org.superlance.listener.restart.Check;
import org.superlance.listener.restart.Decision;
import org.superlance.listener.restart.DefaultRestartMessages;
import org.superlance.listener.restart.ParallelRestart;
import org.superlance.listener.restart.RestartExecutor;
import org.superlance.listener.restart.RestartHooks;
import org.superlance.listener.restart.RestartManager;
import org.superlance.listener.restart.RestartMessages;
import org.superlance.listener.restart.RestartNotifier;
import org.superlance.listener.restart.RollingRestart;
import org.superlance.listener.supervisor.ProcessPattern;

/** The flags of timemon. */
final class TimemonCommand implements RestartingPlugin {

    private final Options options = Options.of(
            "timemon",
            "Restarts programs of a supervisord by the clock, or when they have run for long enough. To be run"
                    + " by supervisord as an event listener for TICK_60 events.");

    final Setting<List<ProcessPattern>> groups = options.list(ProcessPattern.class, "-g", "--group")
            .takes("GROUP")
            .readBy(new Converters.OfGroup())
            .says("Restart the running programs of this group; may be repeated.");

    final Setting<List<ProcessPattern>> programs = options.list(ProcessPattern.class, "-p", "--program")
            .takes("NAME")
            .says("Restart this program (name, group:name or group:*) if it runs; may be repeated.");

    final Setting<Boolean> any = options.flag("-a", "--any").says("Restart all programs that run.");

    private final TimeOptions times = options.with(new TimeOptions());

    final Setting<Duration> sleep = options.value(Duration.class, "-s", "--sleep")
            .takes("SECONDS")
            .usually(Duration.ZERO)
            .says("Leave a program stopped for so long before it is started again.");

    final Setting<Boolean> rolling = options.flag("--rolling")
            .says("Restart one program at a time, the next when the one before runs again; if one does not, leave"
                    + " the rest as it is.");

    final Setting<Duration> jitter = options.value(Duration.class, "--jitter")
            .takes("DURATION")
            .usually(Duration.ZERO)
            .says("Begin each restart after a random part of this time.");

    final Setting<String> name =
            options.value(String.class, "--name").takes("NAME").says("Name this timemon in the subject of its mails.");

    private final MailOptions mail = options.with(new MailOptions());

    private final RuleOptions rules = options.with(new RuleOptions());

    private final ListenerOptions listener = options.with(new ListenerOptions());

    @Override
    public ListenerOptions listener() {
        return listener;
    }

    @Override
    public RuleOptions rules() {
        return rules;
    }

    @Override
    public MailOptions mail() {
        return mail;
    }

    @Override
    public Collection<String> oldNames() {
        return List.of("--help", "--group", "--interval", "--number", "--sleep");
    }

    @Override
    public List<ProcessPattern> named() {
        return Stream.concat(groups.value().stream(), programs.value().stream()).toList();
    }

    @Override
    public void validate() {
        if (named().isEmpty() && !any.value()) {
            throw new IllegalArgumentException("there is nothing to restart: give -g GROUP, -p NAME or -a");
        }
        times.validate(rules.threshold());
    }

    @Override
    public Check check(Workplace place) {
        ZoneId zone = times.zone(place);
        return new TimeCheck(
                any.value() ? List.of(ProcessPattern.parse("*")) : named(), times.agenda(place), times.age(), zone);
    }

    @Override
    public Duration atLeastBetweenRestarts() {
        return times.shortest();
    }

    /** Also says when the next restart is due. */
    @Override
    public List<Remark> inspect(Situation situation) {
        List<Remark> remarks = new ArrayList<>(RestartingPlugin.super.inspect(situation));
        times.agenda(situation.place())
                .flatMap(agenda -> agenda.next(situation.place().clock().instant()))
                .ifPresent(next -> remarks.add(Remark.note("the next restart is due at " + next)));
        return remarks;
    }

    @Override
    public RestartMessages messages(Workplace place) {
        String heading = name.isSet() ? "timemon [" + name.value() + "]" : "timemon";
        return new DefaultRestartMessages(heading, place.host(), place.clock(), decision -> true);
    }

    @Override
    public RestartExecutor executor(RestartManager restartManager, NotificationQueue queue, Workplace place) {
        RestartNotifier notifier = RestartNotifier.perRestart(messages(place), queue);
        Jitter delays = new Jitter(jitter.value(), new Random());
        Function<Decision, RestartHooks> plans =
                decision -> RestartHooks.NONE.withPause(sleep.value()).withDelay(delays.next());
        return rolling.value()
                ? new RollingRestart(restartManager, plans, notifier)
                : new ParallelRestart(restartManager, plans, notifier);
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
    public Options options() {
        return options;
    }
}
