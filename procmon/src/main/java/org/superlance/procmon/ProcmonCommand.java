package org.superlance.procmon;

import org.superlance.listener.cli.OptionGroup;

/** The flags of procmon itself. */
final class ProcmonCommand extends OptionGroup {

    ProcmonCommand() {
        super(
                "procmon",
                "Keeps programs running: starts again what dies, with delays that grow while it dies instantly.");
        synopsis("procmon run|watch [options]")
                .footer(
                        "",
                        "  procmon run    runs programs and keeps them alive, without supervisord",
                        "  procmon watch  brings back what a supervisord has given up, as its event listener",
                        "",
                        "Each has a help of its own: procmon run --help, procmon watch --help.")
                .withHelp();
    }
}
