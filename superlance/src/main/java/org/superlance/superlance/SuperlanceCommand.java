package org.superlance.superlance;

import java.nio.file.Path;
import org.superlance.listener.cli.LogFormat;
import org.superlance.listener.cli.Option;
import org.superlance.listener.cli.OptionGroup;

/** The flags of superlance. */
final class SuperlanceCommand extends OptionGroup {

    final Option<Path> file = word(Path.class)
            .paramLabel("FILE")
            .description("File with the [eventlistener:x] sections of the listeners, unchanged from supervisord.conf.");

    final Option<Boolean> printConfig = flag("--print-config")
            .description("Print the section for supervisord.conf that runs all of FILE, and exit.");

    final Option<Boolean> check = flag("--check")
            .description(
                    "Report misconfiguration of the listeners of FILE and of the section that runs them, or with -C"
                            + " and without FILE of every listener of a supervisord.conf, and exit.");

    final Option<String> serverUrl = value(String.class, "--server-url")
            .paramLabel("URL")
            .description("With --check: the supervisord to ask, unix:///path/to.sock or http://host:port.");

    final Option<Path> configuration = value(Path.class, "-C", "--configuration")
            .paramLabel("FILE")
            .description("With --check: the supervisord.conf of the supervisord that runs them.");

    final Option<LogFormat> logFormat = LogFormat.option(this);

    SuperlanceCommand() {
        super(
                "superlance",
                "Runs several event listeners in one process, as one event listener of supervisord; or one"
                        + " command by its name.");
        synopsis("superlance [--print-config | --check] FILE", "superlance COMMAND [options of the command]")
                .footer(
                        "",
                        "superlance status  shows the state of all listeners of this host",
                        "superlance spool   lists, resends and drops what listeners keep on disk",
                        "superlance pause   pauses programs for maintenance",
                        "superlance resume  ends that before its time",
                        "superlance events  tells what the listeners have done, in one time line",
                        "superlance report  writes a page with the memory, response times and restarts of programs",
                        "",
                        "'superlance COMMAND --help' lists the options of a command.");
        withHelp();
    }
}
