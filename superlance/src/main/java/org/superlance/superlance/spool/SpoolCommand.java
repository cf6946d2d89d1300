package org.superlance.superlance.spool;

import java.util.List;
import org.superlance.listener.cli.OperatorOptions;
import org.superlance.listener.cli.Option;
import org.superlance.listener.cli.OptionGroup;

/** The options of {@code superlance spool}. */
final class SpoolCommand extends OptionGroup {

    final OperatorOptions operator = with(new OperatorOptions());

    final Option<Boolean> json = flag("--json").description("With list: print one JSON object, for programs.");

    final Option<String> to = value(String.class, "--to")
            .paramLabel("LISTENER")
            .description("With adopt: the running listener that is to take everything (default: one with the same"
                    + " receiver).");

    final Option<List<String>> words =
            words().paramLabel("list|show|flush|resend|drop|adopt").description("What to do, and with what.");

    SpoolCommand() {
        super(
                "superlance spool",
                "Shows and changes what the listeners of this host keep on disk: alerts that wait or were refused,"
                        + " deaths that are not told yet, and interrupted restarts.");
        synopsis(
                        "superlance spool list [--json]",
                        "       superlance spool show ID",
                        "       superlance spool flush",
                        "       superlance spool resend ID...",
                        "       superlance spool drop ID...",
                        "       superlance spool adopt DIR [--to LISTENER]")
                .footer(
                        "",
                        "list    everything that waits or was refused, of running listeners and of others",
                        "show    one entry with all that is known of it",
                        "flush   running listeners try now what waits for its next attempt",
                        "resend  try these alerts now, also those that were refused or given up",
                        "drop    delete these entries",
                        "adopt   give what a listener that does not run has left to those that run",
                        "",
                        "An ID may be shortened as long as it is the only one that begins so.");
    }
}
