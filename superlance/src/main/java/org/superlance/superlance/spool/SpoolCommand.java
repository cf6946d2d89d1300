package org.superlance.superlance.spool;

import java.util.List;
import org.superlance.listener.cli.OperatorOptions;
import org.superlance.listener.cli.Option;
import org.superlance.listener.cli.OptionGroup;

/** The options of {@code superlance spool}. */
final class SpoolCommand extends OptionGroup {

    final OperatorOptions operator = with(new OperatorOptions());

    final Option<Boolean> json = flag("--json").description("With list and show: print one JSON object, for programs.");

    final Option<List<String>> words =
            words().paramLabel("list|show|flush|resend|drop|adopt").description("What to do, and with which entries.");

    SpoolCommand() {
        super(
                "superlance spool",
                "Shows and changes what the listeners of this host keep on disk: alerts that wait or were refused,"
                        + " failures that are not reported yet, and interrupted restarts.");
        synopsis(
                "superlance spool list [options]",
                "       superlance spool show ID [options]",
                "       superlance spool flush [options]",
                "       superlance spool resend ID... [options]",
                "       superlance spool drop ID... [options]",
                "       superlance spool adopt DIR [options]");
    }
}
