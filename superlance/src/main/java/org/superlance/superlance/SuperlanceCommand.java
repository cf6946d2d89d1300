package org.superlance.superlance;

import java.nio.file.Path;
import org.superlance.listener.cli.Option;
import org.superlance.listener.cli.OptionGroup;

/** The flags of superlance. */
final class SuperlanceCommand extends OptionGroup {

    final Option<Path> file = word(Path.class)
            .paramLabel("FILE")
            .description("The sections [eventlistener:x] of the listeners, as they would be in supervisord.conf.");

    final Option<Boolean> printConfig = flag("--print-config")
            .description("Show the section that runs all of FILE, for supervisord.conf, and end.");

    final Option<Boolean> check = flag("--check")
            .description("Say what is wrong with the listeners of FILE and with the section that runs them, and end.");

    final Option<String> serverUrl = value(String.class, "--server-url")
            .paramLabel("URL")
            .description("With --check: the supervisord to ask, unix:///path/to.sock or http://host:port.");

    final Option<Path> configuration = value(Path.class, "-C", "--configuration")
            .paramLabel("FILE")
            .description("With --check: the supervisord.conf of the supervisord that runs them.");

    SuperlanceCommand() {
        super(
                "superlance",
                "Runs all event listeners of a file in one process, which supervisord starts as one event listener;"
                        + " or one of the commands by its name.");
        synopsis("superlance [--print-config | --check] FILE", "superlance COMMAND [options of the command]");
        withHelp();
    }
}
