package org.superlance.superlance.pause;

import java.time.Duration;
import java.util.List;
import org.superlance.listener.cli.OperatorOptions;
import org.superlance.listener.cli.OperatorOptions.ServerOptions;
import org.superlance.listener.cli.Option;
import org.superlance.listener.cli.OptionGroup;
import org.superlance.listener.pause.Pause;
import org.superlance.listener.util.Durations;

/** The options of {@code superlance pause}. */
final class PauseCommand extends OptionGroup {

    final Option<List<String>> programs = words().paramLabel("NAME")
            .description("Pause these programs: name, group:name or group:*; * and ? match any characters and one"
                    + " character (default: all programs).");

    final OperatorOptions operator = with(new OperatorOptions());

    final Option<Duration> length = value(Duration.class, "--for")
            .paramLabel("DURATION")
            .converter(Durations::parse)
            .defaultValue(Pause.DEFAULT)
            .description("How long, at most 7d (default: 1h).");

    final ServerOptions server = with(new ServerOptions());

    PauseCommand() {
        super(
                "superlance pause",
                "Pauses programs for maintenance: listeners go on checking, but restart nothing and send nothing. At the"
                        + " end, one message sums up what happened.");
        synopsis("superlance pause [--for DURATION] [NAME...]");
    }
}
