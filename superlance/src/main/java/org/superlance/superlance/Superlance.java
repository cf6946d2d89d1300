package org.superlance.superlance;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.cli.ArgumentParser;
import org.superlance.listener.cli.ExitStatus;
import org.superlance.listener.cli.LogFormat;
import org.superlance.listener.config.ConfigException;
import org.superlance.listener.config.SupervisordConfig;
import org.superlance.listener.runtime.CommandContext;
import org.superlance.listener.runtime.EventListenerRunner;
import org.superlance.listener.runtime.ListenerSection;
import org.superlance.listener.runtime.logging.LogConfigurator;
import org.superlance.listener.supervisor.DeserializationFilter;
import org.superlance.listener.util.Backoff;
import org.superlance.procmon.signal.SignalTrap;
import org.superlance.superlance.SuperlanceSubcommands.SuperlanceSubcommand;

/** The command {@code superlance}: runs all listeners of a file, checks or prints its section, or runs one command by name. */
public final class Superlance {

    private static final Logger LOG = LoggerFactory.getLogger(Superlance.class);
    private static final Duration EVENT_TIMEOUT = Duration.ofSeconds(5);

    private final SuperlanceSubcommands commands;
    private final CommandContext context;
    private final SuperlanceCommand flags = new SuperlanceCommand();
    private final ArgumentParser commandLine;

    Superlance(SuperlanceSubcommands commands, CommandContext context) {
        this.commands = commands;
        this.context = context;
        this.commandLine = new ArgumentParser(flags, List.of(), context.out(), context.err());
    }

    public static void main(String[] arguments) {
        DeserializationFilter.forbid();
        System.exit(run(CommandContext.ofThisProcess(), arguments));
    }

    /** Runs the command and returns its exit status. */
    public static int run(CommandContext context, String... arguments) {
        SuperlanceSubcommands commands = SuperlanceSubcommands.all();
        Optional<SuperlanceSubcommand> named = arguments.length == 0 ? Optional.empty() : commands.find(arguments[0]);
        return named.isPresent()
                ? named.get().run(context, Arrays.copyOfRange(arguments, 1, arguments.length))
                : new Superlance(commands, context).runFile(arguments);
    }

    /** Returns the exit status. */
    int runFile(String... arguments) {
        OptionalInt ended = commandLine.parse(arguments);
        if (ended.isPresent()) {
            return ended.getAsInt();
        }
        if (flags.logFormat.value() == LogFormat.JSON) {
            LogConfigurator.json(context.environment().getOrDefault("SUPERVISOR_GROUP_NAME", commandLine.name()));
        }
        try {
            if (flags.check.value() && flags.configuration.isSet() && !flags.file.isSet()) {
                return new AllSectionsCheck(flags.configuration.value(), commands, flags, context).run();
            }
            return flags.file.isSet()
                    ? runFile(flags.file.value())
                    : commandLine.usageError("missing FILE with [eventlistener:x] sections, or one of the commands "
                            + String.join(", ", commands.operatorNames())
                            + ", "
                            + String.join(", ", commands.names()));
        } catch (ConfigException | IllegalArgumentException e) {
            return commandLine.usageError(String.valueOf(e.getMessage()));
        }
    }

    private int runFile(Path file) throws ConfigException {
        ListenerFile listenerFile = read(file);
        if (flags.check.value()) {
            return new ConfigCheck(file, listenerFile, flags, context).run();
        }
        if (listenerFile.entries().isEmpty()) {
            throw new ConfigException(
                    "no listener to run in " + file + ": " + String.join("; ", listenerFile.errors()));
        }
        if (flags.printConfig.value()) {
            listenerFile.errors().forEach(context.err()::println);
            context.printer().print(listenerFile.section(file));
            return listenerFile.errors().isEmpty() ? ExitStatus.OK : ExitStatus.FAILED;
        }
        Optional<ListenerSection> own = ListenerSection.of(context);
        if (own.isEmpty()) {
            ListenerSection.explainManualStart(
                    context, commandLine.name(), listenerFile.section(file), "--check " + file);
            return ExitStatus.USAGE;
        }
        RefusedSections refused = new RefusedSections();
        FileReload reload = new FileReload(file, () -> read(file), refused);
        SignalTrap.set("HUP", reload::request);
        return EventListenerRunner.serve(own.get(), context, named -> host(listenerFile, named, refused, reload));
    }

    private ListenerFile read(Path file) throws ConfigException {
        return ListenerFile.read(
                SupervisordConfig.read(file, context.environment(), Path.of(""), context.hostName()),
                commands,
                System.getProperty("user.name", ""));
    }

    private EventMultiplexer host(
            ListenerFile listenerFile, ListenerSection section, RefusedSections refused, FileReload reload) {
        listenerFile.warnings().forEach(LOG::warn);
        listenerFile.errors().forEach(LOG::error);
        refused.replaceAll(listenerFile.refused());
        SuperlanceSubcommand reporter = (found, arguments) -> EventListenerRunner.run(
                SectionReporter.Command::new, (config, made) -> new SectionReporter(refused, made), found, arguments);
        Function<ListenerFile, List<ListenerFile.Entry>> entries = read -> read.with(section.self(), reporter);
        Function<ListenerFile.Entry, ListenerThread> runner = entry ->
                new ListenerThread(entry, new HostedListener(entry), context, section.self(), refused, Backoff.RETRY);
        List<ListenerThread> listeners = new ArrayList<>();
        entries.apply(listenerFile).forEach(entry -> listeners.add(runner.apply(entry)));
        return new EventMultiplexer(
                listeners, EVENT_TIMEOUT, host -> reload.onStarted(file -> host.reload(entries.apply(file), runner)));
    }
}
