package org.superlance.superlance;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.superlance.listener.cli.HelpOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The flags of superlance. */
@Command(
        name = "superlance",
        description =
                "Runs all event listeners of a file in one process, which supervisord starts as one event listener;"
                        + " or one of the commands by its name.",
        customSynopsis = {"superlance [--print-config | --check] FILE", "superlance COMMAND [options of the command]"},
        sortOptions = false)
final class SuperlanceCommand {

    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            description = "The sections [eventlistener:x] of the listeners, as they would be in supervisord.conf.")
    @Nullable
    Path file;

    @Option(
            names = "--print-config",
            description = "Show the section that runs all of FILE, for supervisord.conf, and end.")
    boolean printConfig;

    @Option(
            names = "--check",
            description = "Say what is wrong with the listeners of FILE and with the section that runs them, and end.")
    boolean check;

    @Option(
            names = "--server-url",
            paramLabel = "URL",
            description = "With --check: the supervisord to ask, unix:///path/to.sock or http://host:port.")
    @Nullable
    String serverUrl;

    @Option(
            names = {"-C", "--configuration"},
            paramLabel = "FILE",
            description = "With --check: the supervisord.conf of the supervisord that runs them.")
    @Nullable
    Path configuration;

    @Mixin
    HelpOptions help;
}
