package org.superlance.superlance.events;

import java.io.PrintStream;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.superlance.listener.cli.ArgumentParser;
import org.superlance.listener.cli.ExitStatus;
import org.superlance.listener.history.HistoryEvent;
import org.superlance.listener.history.HostHistory;
import org.superlance.listener.history.HostHistory.HostEvent;
import org.superlance.listener.runtime.CommandContext;
import org.superlance.listener.runtime.HostHistories;
import org.superlance.listener.supervisor.ProcessPattern;
import org.superlance.listener.util.JsonObject;
import org.superlance.listener.util.TextSanitizer;
import org.superlance.listener.util.TextTable;

/** Runs {@code superlance events}. */
public final class EventsMain {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    private EventsMain() {}

    /** Runs the command and returns its exit status. */
    public static int run(CommandContext context, String... arguments) {
        EventsCommand command = new EventsCommand();
        ArgumentParser commandLine = new ArgumentParser(command, List.of(), context.out(), context.err());
        OptionalInt ended = commandLine.parse(arguments);
        if (ended.isPresent()) {
            return ended.getAsInt();
        }
        try {
            return print(command, context);
        } catch (IllegalArgumentException e) {
            return commandLine.usageError(String.valueOf(e.getMessage()));
        }
    }

    private static int print(EventsCommand command, CommandContext context) {
        List<ProcessPattern> names =
                command.names.value().stream().map(ProcessPattern::parse).toList();
        Instant since = context.clock().instant().minus(command.since.value());
        Optional<HostHistory> history =
                HostHistories.read("superlance events", command.operator.stateDir(), context, since);
        if (history.isEmpty()) {
            return ExitStatus.FAILED;
        }
        List<HostEvent> events = history.get().events().stream()
                .filter(entry -> isWanted(entry.event(), names))
                .toList();
        PrintStream out = context.printer();
        if (command.json.value()) {
            events.forEach(entry -> out.println(json(entry)));
        } else {
            out.print(table(events, context.clock().getZone()));
        }
        return ExitStatus.OK;
    }

    private static boolean isWanted(HistoryEvent event, List<ProcessPattern> names) {
        return names.isEmpty() || names.stream().anyMatch(event::isAbout);
    }

    private static JsonObject json(HostEvent entry) {
        HistoryEvent event = entry.event();
        return new JsonObject()
                .put("time", event.time().toString())
                .put("listener", entry.by().listener())
                .put("server", entry.by().server())
                .put("kind", event.kind())
                .putAll(event.fields());
    }

    private static String table(List<HostEvent> events, ZoneId zone) {
        if (events.isEmpty()) {
            return "no events; look further back with --since, such as --since 14d\n";
        }
        TextTable table = new TextTable("TIME (" + zone + ")", "LISTENER", "PROGRAM", "EVENT", "WHAT");
        DateTimeFormatter times = TIME.withZone(zone);
        for (HostEvent entry : events) {
            HistoryEvent event = entry.event();
            table.add(
                    times.format(event.time()),
                    entry.by().listener(),
                    event.program().isEmpty() ? "-" : TextSanitizer.printable(event.program()),
                    event.kind(),
                    TextSanitizer.printable(event.sentence()));
        }
        return table.toString();
    }
}
