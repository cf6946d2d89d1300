package org.superlance.superlance.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import org.superlance.listener.cli.ArgumentParser;
import org.superlance.listener.cli.ExitStatus;
import org.superlance.listener.history.HostHistory;
import org.superlance.listener.runtime.CommandContext;
import org.superlance.listener.runtime.ListenerStateStore;
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
        Path base = ListenerStateStore.baseOfOthers(command.operator.stateDir(), context);
        Instant now = context.clock().instant();
        Instant since = now.minus(command.since.value());
        HostHistory history;
        try {
            history = HostHistory.read(base, since);
        } catch (IOException e) {
            return failed(
                    context,
                    "cannot read the state directory: " + AtomicFile.reason(e)
                            + "; name it with --state-dir DIR, or run this as its user or root");
        }
        history.problems().forEach(problem -> context.err().println("superlance report: " + problem));
        if (history.isUnreadable()) {
            return failed(context, "nothing could be read; run this as the user of the listeners, or root");
        }
        ReportContent content = ReportContent.of(history, names, since, now);
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
