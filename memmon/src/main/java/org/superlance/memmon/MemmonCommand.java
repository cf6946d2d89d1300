package org.superlance.memmon;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.superlance.listener.cli.ListenerOptions;
import org.superlance.listener.cli.MailOptions;
import org.superlance.listener.cli.RestartingPlugin;
import org.superlance.listener.cli.RuleOptions;
import org.superlance.listener.cli.Workplace;
import org.superlance.listener.process.ProcessTable;
import org.superlance.listener.process.ProcessTable.Measure;
import org.superlance.listener.restart.Check;
import org.superlance.listener.restart.Decision;
import org.superlance.listener.restart.Letters;
import org.superlance.listener.restart.RestartLetters;
import org.superlance.listener.supervisor.ProcessPattern;
import org.superlance.listener.unit.ByteSize;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The flags of memmon. */
@Command(
        name = "memmon",
        description = "Restarts the programs of a supervisord that use more memory than they should. To be run by"
                + " supervisord as an event listener for TICK_60 events.",
        customSynopsis = "memmon [-c] [-p name=size]... [-g group=size]... [-a size] [-s command] [-m address]"
                + " [-u duration] [-n name] [more options]",
        sortOptions = false)
final class MemmonCommand implements RestartingPlugin {

    @Option(
            names = {"-c", "--cumulative"},
            description = "Add the memory of a process's children, and theirs, to its own.")
    boolean cumulative;

    @Option(
            names = {"-p", "--program"},
            paramLabel = "NAME=SIZE",
            converter = LimitConverters.OfProgram.class,
            description = "Restart this program (name, group:name or group:*) if it uses more; may be repeated.")
    List<Limit> programs = new ArrayList<>();

    @Option(
            names = {"-g", "--group", "--groupname"},
            paramLabel = "GROUP=SIZE",
            converter = LimitConverters.OfGroup.class,
            description = "Restart each process of this group that uses more; may be repeated.")
    List<Limit> groups = new ArrayList<>();

    @Option(
            names = {"-a", "--any"},
            paramLabel = "SIZE",
            description = "Restart any process that uses more. Sizes: 200MB, 1.5G, 20%% of the machine's memory.")
    @Nullable
    ByteSize any;

    @Option(
            names = {"-u", "--uptime"},
            paramLabel = "DURATION",
            description = "Mail only about a process that had been up for at most this long, such as 2d.")
    @Nullable
    Duration uptime;

    @Option(
            names = {"-n", "--name"},
            paramLabel = "NAME",
            description = "Name this memmon in the subject of its mails.")
    @Nullable
    String name;

    @Option(names = "--metric", paramLabel = "rss|pss|uss", description = "What to compare (default: rss).")
    Measure metric = Measure.RSS;

    @Mixin
    private MailOptions mail;

    @Option(names = "-s", paramLabel = "COMMAND", description = "The same as --sendmail_program.")
    void sendmail(String command) {
        mail.sendmail(command);
    }

    @Mixin
    private RuleOptions rules;

    @Mixin
    private ListenerOptions listener;

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
    public List<ProcessPattern> named() {
        return Stream.concat(programs.stream(), groups.stream())
                .map(Limit::processes)
                .toList();
    }

    @Override
    public Check check(Workplace place) {
        return new MemoryCheck(ProcessTable.ofThisMachine(), limits(), metric, cumulative, place.metrics());
    }

    @Override
    public Letters letters(Workplace place) {
        String heading = name == null ? "memmon" : "memmon [" + name + "]";
        return new RestartLetters(heading, place.host(), place.clock(), this::isWorthMailing);
    }

    @Override
    public String valueTitle() {
        return "MEMORY";
    }

    @Override
    public String exampleSection() {
        return """
                [eventlistener:memmon]
                command=memmon -a 200MB -m bob@example.com
                events=TICK_60
                """;
    }

    private boolean isWorthMailing(Decision decision) {
        return uptime == null
                || decision.uptime().map(up -> up.compareTo(uptime) <= 0).orElse(true);
    }

    private List<Limit> limits() {
        return Stream.of(
                        programs.stream(),
                        groups.stream(),
                        Stream.ofNullable(any).map(Limit::ofAny))
                .flatMap(limits -> limits)
                .toList();
    }
}
