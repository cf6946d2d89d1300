package org.superlance.superlance.status;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.superlance.listener.cli.ArgumentParser;
import org.superlance.listener.cli.ExitStatus;
import org.superlance.listener.config.ConfigException;
import org.superlance.listener.config.ServerConfigLocator;
import org.superlance.listener.config.SupervisordConfig;
import org.superlance.listener.runtime.CommandContext;
import org.superlance.listener.runtime.ListenerStateStore;
import org.superlance.listener.runtime.SupervisorLocator;
import org.superlance.listener.runtime.logging.LogConfigurator;
import org.superlance.listener.supervisor.ServerUrl;
import org.superlance.listener.supervisor.SupervisorClient;
import org.superlance.listener.supervisor.XmlRpcSupervisorClient;
import org.superlance.listener.supervisor.XmlRpcSupervisorClient.RpcTimeouts;

/** Runs {@code superlance status}. */
public final class StatusMain {

    private static final int WATCH_SECONDS = 2;
    private static final String HOME_AND_CLEAR = "\u001b[H\u001b[J";
    private static final int DEFAULT_WIDTH = 80;

    private final StatusCommand command;
    private final CommandContext context;
    private final List<String> unknown = new ArrayList<>();

    private StatusMain(StatusCommand command, CommandContext context) {
        this.command = command;
        this.context = context;
    }

    /**
     * Runs the command and returns its exit status.
     *
     * @param commands the names of the listeners
     */
    public static int run(Collection<String> commands, CommandContext context, String... arguments) {
        StatusCommand command = new StatusCommand();
        ArgumentParser commandLine = new ArgumentParser(command, List.of(), context.out(), context.err());
        OptionalInt ended = commandLine.parse(arguments);
        if (ended.isPresent()) {
            return ended.getAsInt();
        }
        if (command.json.value() && command.watch.value()) {
            return commandLine.usageError("--json and --watch cannot be combined");
        }
        LogConfigurator.quiet();
        try {
            return new StatusMain(command, context).show(commands);
        } finally {
            LogConfigurator.endQuiet();
        }
    }

    private int show(Collection<String> commands) {
        Optional<ServerUrl> server = server();
        List<ConfiguredListener> configured = configured(commands);
        try (SupervisorClient client = server.map(
                        url -> (SupervisorClient) new XmlRpcSupervisorClient(url, RpcTimeouts.standard()))
                .orElse(null)) {
            StatusCollector collector = new StatusCollector(
                    bases(configured),
                    configured,
                    Optional.ofNullable(client),
                    server.map(ServerUrl::toString),
                    unknown,
                    context.locks(),
                    context.hostName());
            return command.watch.value()
                    ? watch(collector)
                    : print(collector.collect(context.clock().instant()));
        }
    }

    private int watch(StatusCollector collector) {
        try {
            while (true) {
                HostStatus status = collector.collect(context.clock().instant());
                if (context.toTerminal()) {
                    context.printer().print(HOME_AND_CLEAR);
                }
                print(status);
                TimeUnit.SECONDS.sleep(WATCH_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitStatus.OK;
        }
    }

    private int print(HostStatus status) {
        boolean inColour = context.toTerminal() && !context.environment().containsKey("NO_COLOR");
        if (command.json.value()) {
            context.printer().println(StatusJson.of(status));
        } else {
            context.printer()
                    .print(new StatusTable(width(), inColour, context.clock().getZone()).of(status));
        }
        return status.exitStatus();
    }

    /** Where a person reads it; a shell exports COLUMNS only if it is told to. */
    private int width() {
        String columns = context.environment().getOrDefault("COLUMNS", "");
        return columns.matches("[1-9]\\d{0,3}") ? Integer.parseInt(columns) : context.toTerminal() ? DEFAULT_WIDTH : 0;
    }

    private Optional<ServerUrl> server() {
        try {
            return Optional.of(
                    SupervisorLocator.locate(command.server.serverUrl(), command.server.configuration(), context));
        } catch (IllegalArgumentException e) {
            unknown.add("cannot ask supervisord: " + e.getMessage());
            return Optional.empty();
        }
    }

    /** Whoever names only a URL gets what the state directories tell. */
    private List<ConfiguredListener> configured(Collection<String> commands) {
        boolean named =
                command.server.serverUrl().isPresent() || context.environment().containsKey("SUPERVISOR_SERVER_URL");
        if (named && command.server.configuration().isEmpty()) {
            return List.of();
        }
        try {
            Path file = new ServerConfigLocator(context.environment(), Path.of(""), context.hostName())
                    .file(command.server.configuration());
            return ConfiguredListener.in(read(file), commands, this::read);
        } catch (ConfigException e) {
            if (unknown.isEmpty()) {
                unknown.add("cannot read the sections of the listeners: " + e.getMessage());
            }
            return List.of();
        }
    }

    private SupervisordConfig read(Path file) throws ConfigException {
        return SupervisordConfig.read(file, context.environment(), Path.of(""), context.hostName());
    }

    private List<Path> bases(List<ConfiguredListener> configured) {
        Path base = ListenerStateStore.baseOfOthers(command.operator.stateDir(), context);
        Set<Path> all = new LinkedHashSet<>(List.of(base));
        if (command.operator.stateDir().isEmpty()) {
            configured.forEach(listener -> listener.stateDir().ifPresent(all::add));
        }
        return List.copyOf(all);
    }
}
