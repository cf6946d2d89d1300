package org.superlance.oomemonitor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.superlance.listener.cli.FileUse;
import org.superlance.listener.cli.ListenerOptions;
import org.superlance.listener.cli.MailOptions;
import org.superlance.listener.cli.Option;
import org.superlance.listener.cli.OptionGroup;
import org.superlance.listener.cli.RuleOptions;
import org.superlance.listener.restart.RestartRules;
import org.superlance.listener.runtime.ListenerCommand;
import org.superlance.listener.supervisor.ProcessPattern;

/** The options of oome_monitor. */
final class OomeMonitorCommand implements ListenerCommand<OomeMonitorConfig> {

    private final OptionGroup options = OptionGroup.of(
            "oome_monitor",
            "Restarts programs that report an OutOfMemoryError by writing a marker file. Run by supervisord as an"
                    + " event listener for TICK_60 events.");

    final Option<List<String>> modes =
            options.words().paramLabel("single|all").description("What to watch: the programs of -p, or all.");

    final Option<List<ProcessPattern>> programs = options.list(ProcessPattern.class, "-p", "--process-name")
            .paramLabel("NAME")
            .description("Watch this program (name, group:name or group:*). May be repeated.");

    final Option<Path> file = options.value(Path.class, "-o", "--oome-file")
            .paramLabel("FILE")
            .description("Marker file of the one program of -p (default: OOME_FILE in the program's environment,"
                    + " else work/oome in its working directory).");

    final Option<MarkerLocator.Template> template = options.value(MarkerLocator.Template.class, "--marker")
            .paramLabel("FILE")
            .converter(MarkerLocator.Template::new)
            .defaultValue(MarkerLocator.Template.DEFAULT)
            .description("Marker file for programs without OOME_FILE, instead of work/oome; {process_name} and"
                    + " {group_name} are replaced by the names of the program.");

    final Option<Path> keep = options.value(Path.class, "--keep")
            .file(FileUse.Kind.WRITE)
            .paramLabel("DIR")
            .description("Move the marker file to this directory instead of deleting it.");

    final Option<String> name = options.value(String.class, "-n", "--name")
            .paramLabel("NAME")
            .description("Begin the subject of mails with oome_monitor [NAME].");

    private final MailOptions mail = options.with(new MailOptions());

    private final RuleOptions rules = options.with(new RuleOptions());

    private final ListenerOptions listener = options.with(new ListenerOptions());

    OomeMonitorCommand() {
        mail.addShortSendmail(options);
        options.flag("-d", "--dry").aliasOf(listener.dryRun()).description("Same as --dry-run: no file is touched.");
    }

    @Override
    public ListenerOptions listener() {
        return listener;
    }

    @Override
    public Collection<String> legacyLongOptions() {
        return List.of("--help", "--process-name", "--oome-file", "--dry");
    }

    @Override
    public OomeMonitorConfig toConfig() {
        WatchMode.of(modes.value()).validate(programs.value(), file.orNull());
        if (keep.isSet() && !(Files.isDirectory(keep.value()) && Files.isWritable(keep.value()))) {
            throw new IllegalArgumentException("--keep '" + keep.value()
                    + "' is not a directory that this user may write to: create it, or change its owner");
        }
        return new OomeMonitorConfig(
                programs.value(),
                file.optional().map(Path::toAbsolutePath),
                template.value(),
                keep.optional(),
                name.optional().map(text -> "oome_monitor [" + text + "]").orElse("oome_monitor"),
                mail.toConfig(),
                rules.rules(RestartRules.UNLIMITED),
                rules.excluded.value());
    }

    @Override
    public String exampleSection() {
        return """
                [eventlistener:oome_listener]
                command=oome_monitor all
                events=TICK_60
                """;
    }

    @Override
    public OptionGroup options() {
        return options;
    }

    /** What to watch: the argument of the command line. */
    enum WatchMode {
        SINGLE {
            @Override
            void validate(List<ProcessPattern> programs, @Nullable Path file) {
                if (programs.isEmpty()) {
                    throw new IllegalArgumentException("'single' needs -p NAME, or write 'all' to watch every program");
                }
                if (file != null && programs.size() > 1) {
                    throw new IllegalArgumentException("-o names the file of one program, and there are "
                            + programs.size() + " with -p: leave -o out and set OOME_FILE in the environment of each");
                }
                if (file != null && file.toString().isEmpty()) {
                    throw new IllegalArgumentException("-o names no file: write for instance -o /tmp/webapp.oome");
                }
            }
        },
        ALL {
            @Override
            void validate(List<ProcessPattern> programs, @Nullable Path file) {
                if (!programs.isEmpty()) {
                    throw new IllegalArgumentException("-p does not go with 'all': write 'single' to watch only "
                            + programs.get(0) + ", or leave -p out");
                }
                if (file != null) {
                    throw new IllegalArgumentException(
                            "-o names the file of one program and does not go with 'all': write 'single -p NAME -o"
                                    + " FILE', or --marker for the default of all");
                }
            }
        };

        /** @throws IllegalArgumentException with a sentence for people if it is not exactly one of them */
        static WatchMode of(List<String> words) {
            if (words.isEmpty()) {
                throw new IllegalArgumentException("what to watch is missing: write 'single -p NAME' or 'all'");
            }
            if (words.size() > 1) {
                throw new IllegalArgumentException("'" + String.join(" ", words)
                        + "' is too much: write 'single' or 'all', and -p before each name");
            }
            return switch (words.get(0)) {
                case "single" -> SINGLE;
                case "all" -> ALL;
                default ->
                    throw new IllegalArgumentException(
                            "'" + words.get(0) + "' is not known: write 'single -p NAME' or 'all'");
            };
        }

        /** @throws IllegalArgumentException with a sentence for people if the options do not go with it */
        abstract void validate(List<ProcessPattern> programs, @Nullable Path file);
    }
}
