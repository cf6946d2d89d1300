package org.superlance.superlance.pause;

import java.util.List;
import org.superlance.listener.cli.OperatorOptions;
import org.superlance.listener.cli.OperatorOptions.ServerOptions;
import org.superlance.listener.cli.Option;
import org.superlance.listener.cli.OptionGroup;

/** The options of {@code superlance resume}. */
final class ResumeCommand extends OptionGroup {

    final Option<List<String>> programs = words().paramLabel("NAME")
            .description("Resume these programs: name, group:name or group:*; * and ? match any characters and one"
                    + " character (default: all programs).");

    final OperatorOptions operator = with(new OperatorOptions());

    final ServerOptions server = with(new ServerOptions());

    ResumeCommand() {
        super("superlance resume", "Ends pauses before their time.");
        synopsis("superlance resume [NAME...]");
    }
}
