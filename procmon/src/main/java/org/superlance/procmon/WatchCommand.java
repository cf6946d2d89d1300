package org.superlance.procmon;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.superlance.listener.alert.Courier;
import org.superlance.listener.alert.Outbox;
import org.superlance.listener.cli.Guard;
import org.superlance.listener.cli.GuardPlugin;
import org.superlance.listener.cli.ListenerOptions;
import org.superlance.listener.cli.ListenerState;
import org.superlance.listener.cli.LongMailOptions;
import org.superlance.listener.cli.Post;
import org.superlance.listener.cli.Situation;
import org.superlance.listener.cli.Surroundings;
import org.superlance.listener.event.EventType;
import org.superlance.listener.inspection.EventNeed;
import org.superlance.listener.inspection.Remark;
import org.superlance.listener.supervisor.ProcessPattern;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.procmon.watch.Exits;
import org.superlance.procmon.watch.Watch;
import org.superlance.procmon.watch.WatchSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The flags of {@code procmon watch}. */
@Command(
        name = "procmon watch",
        description = "Brings back programs that a supervisord has given up (FATAL), with delays that grow while they"
                + " fail. To be run by supervisord as an event listener for PROCESS_STATE and TICK_60 events.",
        sortOptions = false)
final class WatchCommand implements GuardPlugin {

    private static final int MOST_STARTS = 1_000;

    @Option(
            names = {"-p", "--program"},
            paramLabel = "NAME",
            description = "Watch this program (name, group:name or group:*; * and ? stand for any characters and for"
                    + " one); may be repeated.")
    List<ProcessPattern> programs = new ArrayList<>();

    @Option(
            names = {"-g", "--group"},
            paramLabel = "GROUP",
            description = "Watch the programs of this group; may be repeated.")
    List<String> groups = new ArrayList<>();

    @Option(
            names = {"-a", "--any"},
            description = "Watch all programs.")
    boolean any;

    @Option(
            names = "--exclude",
            paramLabel = "NAME",
            description = "Never act on this: name, group:name or group:*; may be repeated.")
    List<ProcessPattern> excluded = new ArrayList<>();

    @Option(
            names = "--exited",
            paramLabel = "no|unexpected|any",
            description = "Also bring back programs that ended by themselves and that supervisord has left EXITED:"
                    + " those that ended unexpectedly, or all (default: no).")
    Exits exited = Exits.NO;

    @Mixin
    private PolicyOptions policy;

    @Option(
            names = "--max-starts-per-second",
            paramLabel = "N",
            description = "Start at most so many programs within a second; what supervisord starts again because it"
                    + " died in its start counts too (default: 10).")
    int startsPerSecond = 10;

    @Option(
            names = "--kill-stuck",
            description = "Kill a program that was told to stop, by whomever, and has not ended within --killtime.")
    boolean killStuck;

    @Option(
            names = "--restart-all-on",
            paramLabel = "FILE",
            description = "When this file is made or touched, restart all watched programs that run, one after the"
                    + " other. SIGHUP does the same.")
    @Nullable
    Path restartAllOn;

    @Option(names = "--name", paramLabel = "NAME", description = "Name this procmon in the subject of its mails.")
    @Nullable
    String name;

    @Mixin
    private LongMailOptions mail;

    @Mixin
    private ListenerOptions listener;

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
        return Stream.concat(programs.stream(), groups.stream().map(ProcessPattern::ofGroup))
                .toList();
    }

    @Override
    public List<ProcessPattern> excluded() {
        return excluded;
    }

    @Override
    public void validate(Surroundings surroundings) {
        if (groups.stream().anyMatch(group -> group.isBlank() || group.indexOf(':') >= 0)) {
            throw new IllegalArgumentException("--group needs the name of a group");
        }
        if (named().isEmpty() && !any) {
            throw new IllegalArgumentException("there is nothing to watch: give -p NAME, -g GROUP or -a");
        }
        if (startsPerSecond < 1 || startsPerSecond > MOST_STARTS) {
            throw new IllegalArgumentException("--max-starts-per-second is a number from 1 to " + MOST_STARTS);
        }
        policy.settings();
        mail.validate(surroundings);
    }

    @Override
    public List<EventNeed> needs() {
        EventNeed states = EventNeed.of(EventType.PROCESS_STATE);
        return restartAllOn == null ? List.of(states) : List.of(states, EventNeed.tick());
    }

    @Override
    public List<Courier> couriers(Surroundings surroundings) {
        return mail.couriers(surroundings);
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
    public Outbox outbox(ListenerState state, Surroundings surroundings) {
        return mail.outbox(state, surroundings);
    }

    @Override
    public Guard guard(Post post) {
        return new Watch(
                new WatchSettings(
                        policy.settings(),
                        watched(),
                        exited,
                        killStuck,
                        startsPerSecond,
                        Optional.ofNullable(restartAllOn),
                        name == null ? "procmon" : "procmon [" + name + "]",
                        listener.isDryRun()),
                post);
    }

    private List<ProcessPattern> watched() {
        return any ? List.of(ProcessPattern.parse("*")) : named();
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
}
