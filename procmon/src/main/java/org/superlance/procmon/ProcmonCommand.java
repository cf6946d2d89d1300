package org.superlance.procmon;

import org.superlance.listener.cli.HelpOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The flags of procmon itself. */
@Command(
        name = "procmon",
        description = "Keeps programs running: starts again what dies, with delays that grow while it dies instantly.",
        customSynopsis = "procmon run|watch [options]",
        footer = {
            "",
            "  procmon run    runs programs and keeps them alive, without supervisord",
            "  procmon watch  brings back what a supervisord has given up, as its event listener",
            "",
            "Each has a help of its own: procmon run --help, procmon watch --help."
        },
        sortOptions = false)
final class ProcmonCommand {

    @Mixin
    HelpOptions help;
}
