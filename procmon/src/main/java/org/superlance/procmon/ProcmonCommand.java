package org.superlance.procmon;

import org.superlance.listener.cli.OptionGroup;

/** The options of procmon itself. */
final class ProcmonCommand extends OptionGroup {

    ProcmonCommand() {
        super("procmon", "Keeps programs running, with exponential backoff between restarts.");
        synopsis("procmon run|watch [options]")
                .footer(
                        "",
                        "procmon run    supervises programs without supervisord",
                        "procmon watch  restarts FATAL programs, as an event listener of supervisord",
                        "procmon --check  is procmon watch --check",
                        "",
                        "See procmon run --help and procmon watch --help.")
                .withHelp();
    }
}
