package org.superlance.superlance.report;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.superlance.listener.cli.OperatorOptions;
import org.superlance.listener.cli.Option;
import org.superlance.listener.cli.OptionGroup;

/** The options of {@code superlance report}. */
final class ReportCommand extends OptionGroup {

    final OperatorOptions operator = with(new OperatorOptions());

    final Option<Duration> since = value(Duration.class, "--since")
            .paramLabel("DURATION")
            .defaultValue(Duration.ofDays(14))
            .description("How far to look back, such as 12h or 7d (default: 14d, all that there is).");

    final Option<Path> output = value(Path.class, "-o", "--output")
            .paramLabel("FILE")
            .defaultValue(Path.of("report.html"))
            .description("The file to write, readable by its owner only; - for the standard output"
                    + " (default: report.html).");

    final Option<List<String>> names =
            words().paramLabel("NAME").description("Report only these programs: name, group:name or group:*.");

    ReportCommand() {
        super(
                "superlance report",
                "Writes a page for a browser about the programs of this host: memory and response times with their"
                        + " limits, restarts, deaths, pauses and uptime, from the history that the listeners keep.");
        synopsis("superlance report [--since DURATION] [-o FILE] [NAME...] [options]");
    }
}
