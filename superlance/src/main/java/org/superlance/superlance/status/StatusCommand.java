package org.superlance.superlance.status;

import org.superlance.listener.cli.OperatorOptions;
import org.superlance.listener.cli.OperatorOptions.ServerOptions;
import org.superlance.listener.cli.Option;
import org.superlance.listener.cli.OptionGroup;

/** The options of {@code superlance status}. */
final class StatusCommand extends OptionGroup {

    final OperatorOptions operator = with(new OperatorOptions());

    final ServerOptions server = with(new ServerOptions());

    final Option<Boolean> json = flag("--json").description("Print one JSON object, for programs.");

    final Option<Boolean> watch = flag("--watch").description("Show it again every two seconds, until Ctrl-C.");

    StatusCommand() {
        super(
                "superlance status",
                "Shows the state of all listeners of this host: what they watch and hold, what waits to be delivered,"
                        + " and what needs attention.");
        synopsis("superlance status [--json] [--watch] [options]");
    }
}
