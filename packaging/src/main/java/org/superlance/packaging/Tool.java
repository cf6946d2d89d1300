package org.superlance.packaging;

import java.util.List;
import java.util.Locale;
import org.superlance.listener.cli.OptionGroup;
import org.superlance.listener.runtime.ListenerCommand;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * A command as it is installed.
 *
 * @param name what people type
 * @param mainClass what the JVM runs
 * @param subcommands the classes of those of which one follows the name, below the package of the main class and
 *     without "Command" behind; the word that people type is the simple name in lower case
 */
record Tool(String name, String mainClass, List<String> subcommands) {

    static final List<Tool> ALL = List.of(
            of("memmon", "memmon.Memmon"),
            of("httpok", "httpok.Httpok"),
            of("timemon", "timemon.Timemon"),
            of("oome_monitor", "oomemonitor.OomeMonitor"),
            of("crashmail", "crashmail.Crashmail"),
            of("crashmailbatch", "crashmailbatch.Crashmailbatch"),
            of("fatalmailbatch", "fatalmailbatch.Fatalmailbatch"),
            of("crashsms", "crashsms.Crashsms"),
            of("procmon", "procmon.Procmon", "Run", "Watch"),
            of(
                    "superlance",
                    "superlance.Superlance",
                    "status.Status",
                    "spool.Spool",
                    "pause.Pause",
                    "pause.Resume",
                    "events.Events",
                    "report.Report"));

    private static Tool of(String name, String mainClass, String... subcommands) {
        return new Tool(name, "org.superlance." + mainClass, List.of(subcommands));
    }

    /** Whether it is the one whose JAR holds all others. */
    boolean isWhole() {
        return name.equals("superlance");
    }

    /**
     * Its options, from the classes that {@code --help} is made of too. By convention these are named after the main
     * class or the subcommand, with "Command" behind.
     */
    CommandSpec spec() {
        CommandSpec spec = specOf(mainClass);
        String room = mainClass.substring(0, mainClass.lastIndexOf('.') + 1);
        for (String name : subcommands) {
            String word = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
            CommandSpec subcommand = specOf(room + name).name(word);
            spec.addSubcommand(word, subcommand.commandLine());
        }
        return spec;
    }

    /** The same for a completion, where the listeners follow the name of the one whose JAR holds them, too. */
    CommandSpec completionSpec() {
        CommandSpec spec = spec();
        if (isWhole()) {
            ALL.stream()
                    .filter(tool -> !tool.isWhole())
                    .forEach(tool -> spec.addSubcommand(tool.name(), tool.spec().commandLine()));
        }
        return spec;
    }

    private static CommandSpec specOf(String name) {
        try {
            Object command = CommandLine.defaultFactory().create(Class.forName(name + "Command"));
            OptionGroup options =
                    command instanceof ListenerCommand<?> listener ? listener.options() : (OptionGroup) command;
            return new CommandLine(options.spec()).getCommandSpec();
        } catch (Exception e) {
            throw new IllegalStateException("no options are known of " + name, e);
        }
    }
}
