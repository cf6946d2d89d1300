package org.superlance.superlance.events;

import java.time.Duration;
import java.util.List;
import org.superlance.listener.cli.OperatorOptions;
import org.superlance.listener.cli.Option;
import org.superlance.listener.cli.OptionGroup;

/** The options of {@code superlance events}. */
final class EventsCommand extends OptionGroup {

    final OperatorOptions operator = with(new OperatorOptions());

    final Option<Duration> since = value(Duration.class, "--since")
            .paramLabel("DURATION")
            .defaultValue(Duration.ofDays(1))
            .description("How far to look back, such as 90m, 12h or 14d (default: 1d).");

    final Option<Boolean> json = flag("--json").description("Print one JSON object per line, for programs.");

    final Option<List<String>> names =
            words().paramLabel("NAME").description("Show only these programs: name, group:name or group:*.");

    EventsCommand() {
        super(
                "superlance events",
                "Shows what all listeners of this host have done and seen, in one time line: restarts, deaths,"
                        + " alerts, pauses, and the starts and ends of the listeners.");
        synopsis("superlance events [--since DURATION] [--json] [NAME...] [options]");
    }
}
