package org.superlance.superlance;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.superlance.listener.cli.ExitStatus;
import org.superlance.listener.config.ConfigException;
import org.superlance.listener.config.ListenerConfig;
import org.superlance.listener.config.ServerConfigLocator;
import org.superlance.listener.config.ServerConfigLocator.ServerConfig;
import org.superlance.listener.config.SupervisordConfig;
import org.superlance.listener.configcheck.Diagnostic;
import org.superlance.listener.configcheck.SectionCheck;
import org.superlance.listener.event.EventSubscription;
import org.superlance.listener.runtime.CommandContext;
import org.superlance.listener.supervisor.Namespec;

/** Checks the listeners of a file and the section that runs them. */
final class ConfigCheck {

    private static final String SERVER = "SUPERVISOR_SERVER_URL";
    private static final String USER = "SUPERVISOR_USERNAME";
    private static final String PASSWORD = "SUPERVISOR_PASSWORD";

    private final Path file;
    private final ListenerFile listenerFile;
    private final SuperlanceCommand flags;
    private final CommandContext context;
    private int problems;

    ConfigCheck(Path file, ListenerFile listenerFile, SuperlanceCommand flags, CommandContext context) {
        this.file = file;
        this.listenerFile = listenerFile;
        this.flags = flags;
        this.context = context;
    }

    /** Returns the exit status: 1 if there are problems. */
    int run() throws ConfigException {
        listenerFile.warnings().forEach(warning -> add(Diagnostic.info(warning)));
        listenerFile.errors().forEach(error -> add(Diagnostic.problem(error)));
        boolean byUrl = url() != null;
        ServerConfigLocator locator = new ServerConfigLocator(context.environment(), Path.of(""), context.hostName());
        Optional<Path> conf = byUrl ? Optional.empty() : Optional.of(locator.file(flags.configuration.optional()));
        ServerConfig server = byUrl
                ? new ServerConfig(String.valueOf(url()), Optional.empty(), Optional.empty())
                : locator.server(conf);
        Optional<ListenerConfig> section = conf.isPresent() ? section(conf.get()) : Optional.empty();
        CommandContext listenerContext = contextOf(server, section);
        for (ListenerFile.Entry entry : listenerFile.entries()) {
            int status = entry.command()
                    .run(listenerContext.withCommonOptions(entry.commonOptions()), options(entry, server.url()));
            problems += status == ExitStatus.OK ? 0 : 1;
        }
        context.printer()
                .println("superlance: " + (problems == 0 ? "nothing is wrong with " : "something is wrong with ")
                        + file);
        return problems == 0 ? ExitStatus.OK : ExitStatus.FAILED;
    }

    private @Nullable String url() {
        return flags.serverUrl.isSet() || flags.configuration.isSet()
                ? flags.serverUrl.orNull()
                : context.environment().get(SERVER);
    }

    /** Finds and checks the section that runs the file. */
    private Optional<ListenerConfig> section(Path conf) throws ConfigException {
        SupervisordConfig config = SupervisordConfig.read(conf, context.environment(), Path.of(""), context.hostName());
        List<ListenerConfig> listeners = config.listeners();
        SectionCheck.rpcInterface(config).forEach(this::add);
        Optional<ListenerConfig> section =
                listeners.stream().filter(this::runsFile).findFirst();
        if (section.isEmpty()) {
            add(Diagnostic.problem("no section of " + conf + " runs superlance " + file
                    + "; add the one that superlance --print-config " + file + " shows"));
            return section;
        }
        SectionCheck check = new SectionCheck(section.get(), List.of());
        Stream.concat(check.process().stream(), check.repeatedDeliveries(listeners).stream())
                .forEach(diagnostic -> add(section.get(), diagnostic));
        EventSubscription events = section.get().events();
        List<String> missing = listenerFile.events().types().stream()
                .map(Enum::name)
                .filter(type -> !events.covers(type))
                .sorted()
                .toList();
        if (!missing.isEmpty()) {
            add(
                    section.get(),
                    Diagnostic.problem("its events= lacks " + String.join(",", missing)
                            + ", which listeners of " + file + " have subscribed to; write events="
                            + EventSubscription.union(List.of(events, listenerFile.events()))));
        }
        return section;
    }

    private boolean runsFile(ListenerConfig section) {
        Path wanted = file.toAbsolutePath().normalize();
        try {
            return section.words().stream()
                    .anyMatch(word -> Path.of(word).toAbsolutePath().normalize().equals(wanted));
        } catch (ConfigException | InvalidPathException e) {
            return false;
        }
    }

    private CommandContext contextOf(ServerConfig server, Optional<ListenerConfig> section) throws ConfigException {
        Map<String, String> environment = new HashMap<>(context.environment());
        // a command that finds it assumes that supervisord has started it
        environment.remove(SERVER);
        if (section.isPresent()) {
            environment.keySet().removeAll(List.of(USER, PASSWORD));
            environment.putAll(section.get().environment());
        } else {
            server.user().ifPresent(user -> environment.put(USER, user));
            server.password().ifPresent(password -> environment.put(PASSWORD, password));
        }
        String pool = section.map(ListenerConfig::pool).orElse("superlance");
        return context.withEnvironment(environment)
                .inProcess(
                        new Namespec(pool, pool),
                        section.isPresent() ? section.get().user() : Optional.empty());
    }

    private String[] options(ListenerFile.Entry entry, String url) {
        List<String> options = new ArrayList<>();
        entry.arguments().stream().limit(1).filter("watch"::equals).forEach(options::add);
        options.addAll(
                List.of("--check", "--section", entry.name().group(), "--server-url", url, "-C", file.toString()));
        return options.toArray(String[]::new);
    }

    private void add(ListenerConfig section, Diagnostic diagnostic) {
        add(new Diagnostic(diagnostic.isProblem(), section + " " + diagnostic.sentence()));
    }

    private void add(Diagnostic diagnostic) {
        context.printer().println(diagnostic);
        problems += diagnostic.isProblem() ? 1 : 0;
    }
}
