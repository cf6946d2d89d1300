package org.superlance.oomemonitor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.superlance.listener.cli.ListenerOptions;
import org.superlance.listener.cli.MailOptions;
import org.superlance.listener.cli.Option;
import org.superlance.listener.cli.OptionGroup;
import org.superlance.listener.cli.RuleOptions;
import org.superlance.listener.notify.NotificationQueue;
import org.superlance.listener.process.ProcessDetails;
import org.superlance.listener.restart.Check;
import org.superlance.listener.restart.RestartExecutor;
import org.superlance.listener.restart.RestartHooks;
import org.superlance.listener.restart.RestartManager;
import org.superlance.listener.restart.RestartMessages;
import org.superlance.listener.restart.RestartNotifier;
import org.superlance.listener.restart.RestartQueue;
import org.superlance.listener.runtime.ListenerEnvironment;
import org.superlance.listener.runtime.MonitorCommand;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessPattern;
import org.superlance.oomemonitor.MarkerRemover.DisposingMarkerRemover;
import org.superlance.oomemonitor.MarkerRemover.DryRunMarkerRemover;

/** The flags of oome_monitor. */
final class OomeMonitorCommand implements MonitorCommand {

    private final OptionGroup options = OptionGroup.of(
            "oome_monitor",
            "Restarts the programs of a supervisord that say by a file that they have run out of memory. To be"
                    + " run by supervisord as an event listener for TICK_60 events.");

    final Option<List<String>> modes =
            options.words().paramLabel("single|all").description("What to watch: the programs that -p names, or all.");

    final Option<List<ProcessPattern>> programs = options.list(ProcessPattern.class, "-p", "--process-name")
            .paramLabel("NAME")
            .description("Watch this program (name, group:name or group:*); may be repeated.");

    final Option<Path> file = options.value(Path.class, "-o", "--oome-file")
            .paramLabel("FILE")
            .description(
                    "The file by which the one program of -p says that it is out of memory. Default: what OOME_FILE"
                            + " in the program's environment names, else work/oome in its working directory.");

    final Option<MarkerLocator.Template> template = options.value(MarkerLocator.Template.class, "--marker")
            .paramLabel("FILE")
            .converter(MarkerLocator.Template::new)
            .defaultValue(MarkerLocator.Template.DEFAULT)
            .description(
                    "Instead of work/oome, for programs without OOME_FILE; {process_name} and {group_name} stand for"
                            + " the names of the program.");

    final Option<Path> keep = options.value(Path.class, "--keep")
            .paramLabel("DIR")
            .description("Move the file here instead of deleting it.");

    final Option<String> name = options.value(String.class, "-n", "--name")
            .paramLabel("NAME")
            .description("Name this oome_monitor in the subject of its mails.");

    private final MailOptions mail = options.with(new MailOptions());

    private final RuleOptions rules = options.with(new RuleOptions());

    private final ListenerOptions listener = options.with(new ListenerOptions());

    private final HeapDumpListing heapDumpListing = new HeapDumpListing();
    private @Nullable MarkerRegistry registry;

    OomeMonitorCommand() {
        mail.addShortSendmail(options);
        options.flag("-d", "--dry")
                .aliasOf(listener.dryRun())
                .description("The same as --dry-run: also the file stays where it is.");
    }

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
        return List.of("--help", "--process-name", "--oome-file", "--dry");
    }

    @Override
    public List<ProcessPattern> referencedProcesses() {
        return programs.value();
    }

    @Override
    public void validate() {
        WatchMode.of(modes.value()).validate(programs.value(), file.orNull());
        if (keep.isSet() && !(Files.isDirectory(keep.value()) && Files.isWritable(keep.value()))) {
            throw new IllegalArgumentException("--keep '" + keep.value()
                    + "' is no directory that this user may write to: create it, and give it to this user");
        }
    }

    @Override
    public Check check(ListenerEnvironment place) {
        ProcessDetails details = ProcessDetails.ofThisMachine();
        Optional<Path> given = file.optional().map(Path::toAbsolutePath);
        return new OomeCheck(
                this::isSelected,
                details,
                pid -> new MarkerVerdict.Ownership(
                        ProcessHandle.of(pid).flatMap(process -> process.info().user()),
                        System.getProperty("user.name")),
                new MarkerLocator(details, given, template.value()),
                registry(place),
                heapDumpListing);
    }

    @Override
    public RestartMessages messages(ListenerEnvironment place) {
        String heading = name.isSet() ? "oome_monitor [" + name.value() + "]" : "oome_monitor";
        return new RestartMessages(heading, place.host(), place.clock())
                .withAppendix(name -> "\n" + heapDumpListing.listing(name));
    }

    @Override
    public RestartExecutor executor(RestartManager restartManager, NotificationQueue queue, ListenerEnvironment place) {
        return RestartQueue.parallel(
                restartManager,
                decision -> new RestartHooks(
                        () -> {}, registry(place).removalStep(decision.name()), RestartHooks.NONE.pause()),
                RestartNotifier.perRestart(messages(place), queue));
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
        return programs.value().isEmpty() || programs.value().stream().anyMatch(pattern -> pattern.matches(process));
    }

    /** One for the check and for what is done about its findings. */
    private MarkerRegistry registry(ListenerEnvironment place) {
        if (registry == null) {
            MarkerRemover.Disposal disposal =
                    keep.isSet() ? new MarkerArchive(keep.value(), place.clock()) : MarkerRemover.Disposal.DELETION;
            MarkerRemover remover =
                    listener.isDryRun() ? new DryRunMarkerRemover() : new DisposingMarkerRemover(disposal);
            registry = new MarkerRegistry(MarkerProbe::at, remover);
        }
        return registry;
    }

    @Override
    public OptionGroup options() {
        return options;
    }
}
