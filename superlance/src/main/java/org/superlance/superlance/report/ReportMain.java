package org.superlance.superlance.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.superlance.listener.cli.ArgumentParser;
import org.superlance.listener.cli.ExitStatus;
import org.superlance.listener.history.HostHistory;
import org.superlance.listener.runtime.CommandContext;
import org.superlance.listener.runtime.HostHistories;
import org.superlance.listener.state.AtomicFile;
import org.superlance.listener.supervisor.ProcessPattern;

/** Runs {@code superlance report}. */
public final class ReportMain {

    private static final Path STANDARD_OUTPUT = Path.of("-");

    private ReportMain() {}

    /** Runs the command and returns its exit status. */
    public static int run(CommandContext context, String... arguments) {
        ReportCommand command = new ReportCommand();
        ArgumentParser commandLine = new ArgumentParser(command, List.of(), context.out(), context.err());
        OptionalInt ended = commandLine.parse(arguments);
        if (ended.isPresent()) {
            return ended.getAsInt();
        }
        try {
            return write(command, context);
        } catch (IllegalArgumentException e) {
            return commandLine.usageError(String.valueOf(e.getMessage()));
        }
    }

    private static int write(ReportCommand command, CommandContext context) {
        List<ProcessPattern> names =
                command.names.value().stream().map(ProcessPattern::parse).toList();
        Instant now = context.clock().instant();
        Instant since = now.minus(command.since.value());
        Optional<HostHistory> history =
                HostHistories.read("superlance report", command.operator.stateDir(), context, since);
        if (history.isEmpty()) {
            return ExitStatus.FAILED;
        }
        ReportContent content = ReportContent.of(history.get(), names, since, now);
        String page =
                new HtmlReport(content, context.hostName(), context.clock().getZone()).text();
        return deliver(page, command.output.value(), context);
    }

    private static int deliver(String page, Path file, CommandContext context) {
        if (file.equals(STANDARD_OUTPUT)) {
            PrintStream out = context.printer();
            out.print(page);
            return out.checkError() ? ExitStatus.FAILED : ExitStatus.OK;
        }
        try {
            AtomicFile.write(file, page.getBytes(UTF_8));
            return ExitStatus.OK;
        } catch (IOException e) {
            return failed(
                    context,
                    "cannot write " + file + ": " + AtomicFile.reason(e)
                            + "; name a file in a directory of your own with -o FILE, or use -o - for the standard"
                            + " output");
        }
    }

    private static int failed(CommandContext context, String sentence) {
        context.err().println("superlance report: " + sentence);
        return ExitStatus.FAILED;
    }
}
