package org.superlance.superlance;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.cli.ArgumentParser;
import org.superlance.listener.cli.ExitStatus;
import org.superlance.listener.config.ConfigException;
import org.superlance.listener.config.SupervisordConfig;
import org.superlance.listener.runtime.CommandContext;
import org.superlance.listener.runtime.EventListenerRunner;
import org.superlance.listener.runtime.ListenerSection;
import org.superlance.listener.util.Backoff;

/** Runs all listeners of a file, or shows what is to be known about it. */
final class SuperlanceMain {

    private static final Logger LOG = LoggerFactory.getLogger(SuperlanceMain.class);
    private static final Duration EVENT_TIMEOUT = Duration.ofSeconds(5);

    private final SuperlanceSubcommands commands;
    private final CommandContext context;
    private final SuperlanceCommand flags = new SuperlanceCommand();
    private final ArgumentParser commandLine;

    SuperlanceMain(SuperlanceSubcommands commands, CommandContext context) {
        this.commands = commands;
        this.context = context;
        this.commandLine = new ArgumentParser(flags, List.of(), context.out(), context.err());
    }

    /** Returns the exit status. */
    int run(String... arguments) {
        OptionalInt ended = commandLine.parse(arguments);
        if (ended.isPresent()) {
            return ended.getAsInt();
        }
        try {
            return flags.file.isSet()
                    ? run(flags.file.value())
                    : commandLine.usageError("name a file with [eventlistener:x] sections, or a command: "
                            + String.join(", ", commands.names()));
        } catch (ConfigException | IllegalArgumentException e) {
            return commandLine.usageError(String.valueOf(e.getMessage()));
        }
    }

    private int run(Path file) throws ConfigException {
        ListenerFile plans = ListenerFile.read(
                SupervisordConfig.read(file, context.environment(), Path.of(""), context.hostName()),
                commands,
                System.getProperty("user.name", ""));
        if (flags.check.value()) {
            return new ConfigCheck(file, plans, flags, context).run();
        }
        if (plans.plans().isEmpty()) {
            throw new ConfigException(
                    "there is no listener to run in " + file + ": " + String.join("; ", plans.errors()));
        }
        SectionTemplate section = new SectionTemplate(file, plans.events());
        if (flags.printConfig.value()) {
            plans.errors().forEach(context.err()::println);
            context.printer().print(section.text());
            return plans.errors().isEmpty() ? ExitStatus.OK : ExitStatus.FAILED;
        }
        Optional<ListenerSection> own = ListenerSection.of(context);
        if (own.isEmpty()) {
            ListenerSection.explainManualStart(context.err(), commandLine.name(), section.text(), "--check " + file);
            return ExitStatus.USAGE;
        }
        return EventListenerRunner.serve(own.get(), context, () -> host(plans, own.get()));
    }

    private EventMultiplexer host(ListenerFile plans, ListenerSection section) {
        plans.warnings().forEach(LOG::warn);
        plans.errors().forEach(LOG::error);
        List<ListenerThread> listeners = plans.plans().stream()
                .map(plan -> new ListenerThread(plan, new HostedListener(plan), context, section.self(), Backoff.RETRY))
                .toList();
        return new EventMultiplexer(listeners, EVENT_TIMEOUT);
    }
}
