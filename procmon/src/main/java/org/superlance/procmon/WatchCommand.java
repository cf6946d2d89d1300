package org.superlance.procmon;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.superlance.listener.cli.Guard;
import org.superlance.listener.cli.GuardPlugin;
import org.superlance.listener.cli.ListenerOptions;
import org.superlance.listener.cli.ListenerState;
import org.superlance.listener.cli.MailOptions;
import org.superlance.listener.cli.Options;
import org.superlance.listener.cli.Post;
import org.superlance.listener.cli.Setting;
import org.superlance.listener.cli.Situation;
import org.superlance.listener.cli.Surroundings;
import org.superlance.listener.event.EventType;
import org.superlance.listener.inspection.EventNeed;
import org.superlance.listener.inspection.Remark;
import org.superlance.listener.notify.NotificationQueue;
import org.superlance.listener.notify.Notifier;
import org.superlance.listener.supervisor.ProcessPattern;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.procmon.watch.Exits;
import org.superlance.procmon.watch.Watch;
import org.superlance.procmon.watch.WatchSettings;

/** The flags of {@code procmon watch}. */
final class WatchCommand implements GuardPlugin {

    private final Options options = Options.of(
            "procmon watch",
            "Brings back programs that a supervisord has given up (FATAL), with delays that grow while they"
                    + " fail. To be run by supervisord as an event listener for PROCESS_STATE and TICK_60 events.");

    private static final int MOST_STARTS = 1_000;

    final Setting<List<ProcessPattern>> programs = options.list(ProcessPattern.class, "-p", "--program")
            .takes("NAME")
            .says("Watch this program (name, group:name or group:*; * and ? stand for any characters and for"
                    + " one); may be repeated.");

    final Setting<List<String>> groups = options.list(String.class, "-g", "--group")
            .takes("GROUP")
            .says("Watch the programs of this group; may be repeated.");

    final Setting<Boolean> any = options.flag("-a", "--any").says("Watch all programs.");

    final Setting<List<ProcessPattern>> excluded = options.list(ProcessPattern.class, "--exclude")
            .takes("NAME")
            .says("Never act on this: name, group:name or group:*; may be repeated.");

    final Setting<Exits> exited = options.value(Exits.class, "--exited")
            .takes("no|unexpected|any")
            .usually(Exits.NO)
            .says("Also bring back programs that ended by themselves and that supervisord has left EXITED:"
                    + " those that ended unexpectedly, or all (default: no).");

    private final PolicyOptions policy = options.with(new PolicyOptions());

    final Setting<Integer> startsPerSecond = options.value(Integer.class, "--max-starts-per-second")
            .takes("N")
            .usually(10)
            .says("Start at most so many programs within a second; what supervisord starts again because it"
                    + " died in its start counts too (default: 10).");

    final Setting<Boolean> killStuck = options.flag("--kill-stuck")
            .says("Kill a program that was told to stop, by whomever, and has not ended within --killtime.");

    final Setting<Path> restartAllOn = options.value(Path.class, "--restart-all-on")
            .takes("FILE")
            .says("When this file is made or touched, restart all watched programs that run, one after the"
                    + " other. SIGHUP does the same.");

    final Setting<String> name =
            options.value(String.class, "--name").takes("NAME").says("Name this procmon in the subject of its mails.");

    private final MailOptions mail = options.with(MailOptions.withoutShortOption());

    private final ListenerOptions listener = options.with(new ListenerOptions());

    @Override
    public ListenerOptions listener() {
        return listener;
    }

    /** Those of Twisted's command of the name. */
    @Override
    public Collection<String> oldNames() {
        return List.of("--help", "--version", "--threshold", "--killtime", "--minrestartdelay", "--maxrestartdelay");
    }

    @Override
    public List<ProcessPattern> named() {
        return Stream.concat(programs.value().stream(), groups.value().stream().map(ProcessPattern::ofGroup))
                .toList();
    }

    @Override
    public List<ProcessPattern> excluded() {
        return excluded.value();
    }

    @Override
    public void validate(Surroundings surroundings) {
        if (groups.value().stream().anyMatch(group -> group.isBlank() || group.indexOf(':') >= 0)) {
            throw new IllegalArgumentException("--group needs the name of a group");
        }
        if (named().isEmpty() && !any.value()) {
            throw new IllegalArgumentException("there is nothing to watch: give -p NAME, -g GROUP or -a");
        }
        if (startsPerSecond.value() < 1 || startsPerSecond.value() > MOST_STARTS) {
            throw new IllegalArgumentException("--max-starts-per-second is a number from 1 to " + MOST_STARTS);
        }
        policy.settings();
        mail.validate(surroundings);
    }

    @Override
    public List<EventNeed> needs() {
        EventNeed states = EventNeed.of(EventType.PROCESS_STATE);
        return !restartAllOn.isSet() ? List.of(states) : List.of(states, EventNeed.tick());
    }

    @Override
    public List<Notifier> notifiers(Surroundings surroundings) {
        return mail.notifiers(surroundings);
    }

    @Override
    public List<Remark> inspect(Situation situation) {
        return situation.processes().stream()
                .filter(process -> process.state() == ProcessState.FATAL)
                .filter(process -> watched().stream().anyMatch(pattern -> pattern.matches(process.name())))
                .map(process -> Remark.note(process.name() + " is FATAL, and will be started"))
                .toList();
    }

    @Override
    public NotificationQueue queue(ListenerState state, Surroundings surroundings) {
        return mail.queue(state, surroundings);
    }

    @Override
    public Guard guard(Post post) {
        return new Watch(
                new WatchSettings(
                        policy.settings(),
                        watched(),
                        exited.value(),
                        killStuck.value(),
                        startsPerSecond.value(),
                        restartAllOn.optional(),
                        name.isSet() ? "procmon [" + name.value() + "]" : "procmon",
                        listener.isDryRun()),
                post);
    }

    private List<ProcessPattern> watched() {
        return any.value() ? List.of(ProcessPattern.parse("*")) : named();
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
    public Options options() {
        return options;
    }
}
