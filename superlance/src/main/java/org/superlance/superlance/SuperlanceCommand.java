package org.superlance.superlance;

import java.nio.file.Path;
import org.superlance.listener.cli.Options;
import org.superlance.listener.cli.Setting;

/** The flags of superlance. */
final class SuperlanceCommand implements Options.Holder {

    private final Options options = Options.of(
                    "superlance",
                    "Runs all event listeners of a file in one process, which supervisord starts as one event listener;"
                            + " or one of the commands by its name.")
            .synopsis("superlance [--print-config | --check] FILE", "superlance COMMAND [options of the command]");

    final Setting<Path> file = options.word(Path.class)
            .takes("FILE")
            .says("The sections [eventlistener:x] of the listeners, as they would be in supervisord.conf.");

    final Setting<Boolean> printConfig = options.flag("--print-config")
            .says("Show the section that runs all of FILE, for supervisord.conf, and end.");

    final Setting<Boolean> check = options.flag("--check")
            .says("Say what is wrong with the listeners of FILE and with the section that runs them, and end.");

    final Setting<String> serverUrl = options.value(String.class, "--server-url")
            .takes("URL")
            .says("With --check: the supervisord to ask, unix:///path/to.sock or http://host:port.");

    final Setting<Path> configuration = options.value(Path.class, "-C", "--configuration")
            .takes("FILE")
            .says("With --check: the supervisord.conf of the supervisord that runs them.");

    SuperlanceCommand() {
        options.withHelp();
    }

    @Override
    public Options options() {
        return options;
    }
}
