package org.superlance.oomemonitor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.superlance.listener.alert.Outbox;
import org.superlance.listener.cli.ListenerOptions;
import org.superlance.listener.cli.MailOptions;
import org.superlance.listener.cli.RestartingPlugin;
import org.superlance.listener.cli.RuleOptions;
import org.superlance.listener.cli.Workplace;
import org.superlance.listener.process.ProcessDetails;
import org.superlance.listener.restart.Actions;
import org.superlance.listener.restart.AtOnce;
import org.superlance.listener.restart.Check;
import org.superlance.listener.restart.Correspondence;
import org.superlance.listener.restart.Letters;
import org.superlance.listener.restart.RestartLetters;
import org.superlance.listener.restart.RestartPlan;
import org.superlance.listener.restart.Restarter;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessPattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The flags of oome_monitor. */
@Command(
        name = "oome_monitor",
        description =
                "Restarts the programs of a supervisord that say by a file that they have run out of memory. To be"
                        + " run by supervisord as an event listener for TICK_60 events.",
        sortOptions = false)
final class OomeMonitorCommand implements RestartingPlugin {

    @Parameters(
            arity = "0..*",
            paramLabel = "single|all",
            description = "What to watch: the programs that -p names, or all.")
    List<String> modes = new ArrayList<>();

    @Option(
            names = {"-p", "--process-name"},
            paramLabel = "NAME",
            description = "Watch this program (name, group:name or group:*); may be repeated.")
    List<ProcessPattern> programs = new ArrayList<>();

    @Option(
            names = {"-o", "--oome-file"},
            paramLabel = "FILE",
            description =
                    "The file by which the one program of -p says that it is out of memory. Default: what OOME_FILE"
                            + " in the program's environment names, else work/oome in its working directory.")
    @Nullable
    Path file;

    @Option(
            names = "--marker",
            paramLabel = "FILE",
            converter = MarkerTemplateConverter.class,
            description =
                    "Instead of work/oome, for programs without OOME_FILE; {process_name} and {group_name} stand for"
                            + " the names of the program.")
    MarkerTemplate template = MarkerTemplate.DEFAULT;

    @Option(names = "--keep", paramLabel = "DIR", description = "Move the file here instead of deleting it.")
    @Nullable
    Path keep;

    @Option(
            names = {"-n", "--name"},
            paramLabel = "NAME",
            description = "Name this oome_monitor in the subject of its mails.")
    @Nullable
    String name;

    @Mixin
    private MailOptions mail;

    @Mixin
    private RuleOptions rules;

    @Mixin
    private ListenerOptions listener;

    private final Dumps dumps = new Dumps();
    private @Nullable Markers markers;

    @Option(names = "-s", paramLabel = "COMMAND", description = "The same as --sendmail_program.")
    void sendmail(String command) {
        mail.sendmail(command);
    }

    @Option(
            names = {"-d", "--dry"},
            description = "The same as --dry-run: also the file stays where it is.")
    void dry(boolean wanted) {
        if (wanted) {
            listener.setDryRun();
        }
    }

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
        return List.of("--help", "--process-name", "--oome-file", "--dry");
    }

    @Override
    public List<ProcessPattern> named() {
        return programs;
    }

    @Override
    public void validate() {
        Mode.of(modes).validate(programs, file);
        if (keep != null && !(Files.isDirectory(keep) && Files.isWritable(keep))) {
            throw new IllegalArgumentException("--keep '" + keep
                    + "' is no directory that this user may write to: create it, and give it to this user");
        }
    }

    @Override
    public Check check(Workplace place) {
        ProcessDetails details = ProcessDetails.ofThisMachine();
        Optional<Path> given = Optional.ofNullable(file).map(Path::toAbsolutePath);
        return new OomeCheck(
                this::isSelected,
                details,
                pid -> new Author(
                        ProcessHandle.of(pid).flatMap(process -> process.info().user()),
                        System.getProperty("user.name")),
                new Whereabouts(details, given, template),
                markers(place),
                dumps);
    }

    @Override
    public Letters letters(Workplace place) {
        String heading = name == null ? "oome_monitor" : "oome_monitor [" + name + "]";
        return new OomeLetters(new RestartLetters(heading, place.host(), place.clock(), decision -> true), dumps);
    }

    @Override
    public Actions actions(Restarter restarter, Outbox outbox, Workplace place) {
        return new AtOnce(
                restarter,
                decision -> new RestartPlan(() -> {}, markers(place).step(decision.name()), RestartPlan.PLAIN.pause()),
                Correspondence.letterPerRestart(letters(place), outbox));
    }

    @Override
    public String valueTitle() {
        return "MARKER";
    }

    @Override
    public String exampleSection() {
        return """
                [eventlistener:oome_listener]
                command=oome_monitor all
                events=TICK_60
                """;
    }

    private boolean isSelected(Namespec process) {
        return programs.isEmpty() || programs.stream().anyMatch(pattern -> pattern.matches(process));
    }

    /** One for the check and for what is done about its findings. */
    private Markers markers(Workplace place) {
        if (markers == null) {
            Disposal disposal = keep == null ? Disposal.DELETION : new Keeping(keep, place.clock());
            Removal removal = listener.isDryRun() ? new DryRemoval() : new RealRemoval(disposal);
            markers = new Markers(Sighting::at, removal);
        }
        return markers;
    }
}
