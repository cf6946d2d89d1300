package org.superlance.listener.runtime;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.cli.ArgumentParser;
import org.superlance.listener.cli.ExitStatus;
import org.superlance.listener.cli.FileUse;
import org.superlance.listener.cli.ListenerOptions.GeneralConfig;
import org.superlance.listener.config.ConfigException;
import org.superlance.listener.config.ListenerConfig;
import org.superlance.listener.configcheck.ConfigCheckContext;
import org.superlance.listener.configcheck.ConfigCheckReport;
import org.superlance.listener.configcheck.Diagnostic;
import org.superlance.listener.configcheck.FileRights;
import org.superlance.listener.configcheck.PathCheck;
import org.superlance.listener.configcheck.ProcessNameCheck;
import org.superlance.listener.configcheck.SectionCheck;
import org.superlance.listener.configcheck.SectionSelector;
import org.superlance.listener.event.EventSubscription;
import org.superlance.listener.notify.AlertBook;
import org.superlance.listener.notify.NotificationConfig.Receiver;
import org.superlance.listener.notify.NotificationQueue;
import org.superlance.listener.runtime.logging.LogConfigurator;
import org.superlance.listener.state.ListenerId;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.ProcessPattern;
import org.superlance.listener.supervisor.RpcResult;
import org.superlance.listener.supervisor.ServerUrl;
import org.superlance.listener.supervisor.SupervisorClient;
import org.superlance.listener.supervisor.XmlRpcSupervisorClient;
import org.superlance.listener.supervisor.XmlRpcSupervisorClient.RpcTimeouts;
import org.superlance.listener.util.ListenerExecutor;
import org.superlance.listener.util.MonotonicClock;

/**
 * Runs {@code --check}. With other options it checks these, against the section that runs the command; without, it checks
 * each section that runs the command, or the one that {@code --section} names.
 */
final class ConfigCheckCommand<C extends ListenerSettings> {

    /** Options that select supervisord and section. */
    private static final Set<String> LOCATION_OPTIONS =
            Set.of("--check", "--section", "--server-url", "--configuration", "--verbose");

    private final Supplier<? extends ListenerCommand<C>> commands;
    private final ListenerFactory<C> factory;
    private final GeneralConfig general;
    private final CommandContext context;

    /**
     * @param commands makes the command, with its options as they are before any is given
     * @param general selects supervisord and section
     */
    ConfigCheckCommand(
            Supplier<? extends ListenerCommand<C>> commands,
            ListenerFactory<C> factory,
            GeneralConfig general,
            CommandContext context) {
        this.commands = commands;
        this.factory = factory;
        this.general = general;
        this.context = context;
    }

    /**
     * Checks, and prints what is wrong.
     *
     * @param command with the options that were given
     * @param parser has parsed them
     * @return the exit status
     * @throws IllegalArgumentException with a message for the user if it is unclear what to check
     */
    int run(ListenerCommand<C> command, ArgumentParser parser) {
        if (!general.verbose()) {
            LogConfigurator.quiet();
        }
        try {
            return report(command, parser);
        } finally {
            LogConfigurator.endQuiet();
        }
    }

    private int report(ListenerCommand<C> command, ArgumentParser parser) {
        boolean ownOptions = !parser.isOnlyOptions(LOCATION_OPTIONS);
        if (ownOptions && general.section().isPresent()) {
            throw new IllegalArgumentException(
                    "--section takes the options from that section: remove all other options");
        }
        ServerUrl server = SupervisorLocator.fromOptions(general, context);
        SectionSelector choice = SectionSelector.of(parser.name(), general, context.environment(), context.hostName());
        ConfigCheckReport report = new ConfigCheckReport(
                parser.name(),
                // --check in the command of a section: stdout belongs to the protocol
                ListenerSection.of(context).isPresent() ? context.err() : context.printer());
        if (context.sharedProcess().isEmpty()) {
            // otherwise its file is not that of supervisord
            report.add(Optional.empty(), choice.check());
        }
        try (SupervisorClient supervisor = supervisor(server)) {
            if (ownOptions) {
                ListenerConfigCheck.requireValid(command, context);
                check(command, parser, choice.only(), choice, supervisor, server, report);
            } else {
                for (ListenerConfig section : choice.sections(general.section())) {
                    check(parser.name(), section, choice, supervisor, server, report);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitStatus.FAILED;
        }
        return report.end(server);
    }

    /** Checks the options of the section, parsed by a fresh command: those of one section must not affect the next. */
    private void check(
            String name,
            ListenerConfig section,
            SectionSelector choice,
            SupervisorClient supervisor,
            ServerUrl server,
            ConfigCheckReport report)
            throws InterruptedException {
        ListenerCommand<C> fresh = commands.get();
        ArgumentParser itsLine =
                new ArgumentParser(fresh.options(), fresh.legacyLongOptions(), context.out(), context.err());
        try {
            List<String> words = new ArrayList<>(context.commonOptions());
            section.arguments(name).ifPresent(words::addAll);
            itsLine.parseOther(words);
        } catch (IllegalArgumentException e) {
            report.add(Optional.of(section), List.of(Diagnostic.problem("invalid options: " + e.getMessage())));
            report.add(
                    Optional.of(section),
                    new ListenerConfigCheck<>(fresh, factory, name, Optional.of(section), server, context)
                            .checkSection(choice.listeners()));
            return;
        }
        check(fresh, itsLine, Optional.of(section), choice, supervisor, server, report);
    }

    private void check(
            ListenerCommand<C> checked,
            ArgumentParser parser,
            Optional<ListenerConfig> section,
            SectionSelector choice,
            SupervisorClient supervisor,
            ServerUrl server,
            ConfigCheckReport report)
            throws InterruptedException {
        CommandContext there = section.map(where -> contextOf(where, report)).orElse(context);
        Optional<ServerUrl> other = section.flatMap(where -> ownServer(where, report))
                .filter(url -> !url.toString().equals(server.toString()));
        ServerUrl its = other.orElse(server);
        // who names a supervisord wants to know what that one has; the listener asks its own all the same
        boolean asksOther = other.isPresent() && general.serverUrl().isEmpty();
        if (asksOther) {
            report.add(
                    section,
                    List.of(Diagnostic.info("its supervisord is the one at " + its + ", as the section says")));
        }
        try (SupervisorClient own = supervisor(SupervisorLocator.toSection(its, there))) {
            report.add(
                    section,
                    new ListenerConfigCheck<>(checked, factory, parser.name(), section, its, there)
                            .check(choice.listeners(), asksOther ? own : supervisor, own, parser.files()));
        }
    }

    /** The supervisord that the section itself names; empty if it names none, or none that can be. */
    private static Optional<ServerUrl> ownServer(ListenerConfig section, ConfigCheckReport report) {
        try {
            return section.serverUrl().map(ServerUrl::parse);
        } catch (ConfigException e) {
            // reported where its environment is read
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            report.add(Optional.of(section), List.of(Diagnostic.problem(String.valueOf(e.getMessage()))));
            return Optional.empty();
        }
    }

    /** The context of the listener: our environment, and what supervisord sets for the section. */
    private CommandContext contextOf(ListenerConfig section, ConfigCheckReport report) {
        Map<String, String> environment = new HashMap<>(context.environment());
        if (context.sharedProcess().isEmpty()) {
            // who checks may know the password; the listener knows what its section says
            environment.keySet().removeAll(List.of("SUPERVISOR_USERNAME", "SUPERVISOR_PASSWORD"));
        }
        try {
            environment.putAll(section.environment());
        } catch (ConfigException e) {
            report.add(Optional.of(section), List.of(Diagnostic.problem(String.valueOf(e.getMessage()))));
        }
        return context.withEnvironment(environment);
    }

    private static SupervisorClient supervisor(ServerUrl server) {
        return new XmlRpcSupervisorClient(server, RpcTimeouts.standard());
    }

    /** Finds misconfiguration of one listener. Changes nothing: it restarts, sends, locks and writes nothing. */
    private static final class ListenerConfigCheck<C extends ListenerSettings> {

        private static final Logger LOG = LoggerFactory.getLogger(ListenerConfigCheck.class);
        private static final String GO_SUPERVISORD = "3.0";
        private static final String UNIX = "unix://";

        private final ListenerCommand<C> listener;
        private final ListenerFactory<C> factory;
        private final String command;
        private final Optional<ListenerConfig> conf;
        private final ServerUrl server;
        private final CommandContext context;
        private final String host;
        private final List<Diagnostic> diagnostics = new ArrayList<>();

        /**
         * @param listener with its options parsed
         * @param command its name
         * @param conf its section; empty if there is none
         * @param server its supervisord
         * @param context with the environment that the listener has
         */
        ListenerConfigCheck(
                ListenerCommand<C> listener,
                ListenerFactory<C> factory,
                String command,
                Optional<ListenerConfig> conf,
                ServerUrl server,
                CommandContext context) {
            this.listener = listener;
            this.factory = factory;
            this.command = command;
            this.conf = conf;
            this.server = server;
            this.context = context;
            this.host = context.hostName();
        }

        /** @throws IllegalArgumentException with a message for the user if the options are invalid */
        static void requireValid(ListenerCommand<?> listener, CommandContext context) {
            receivers(listener.toConfig(), context.hostName(), context);
        }

        private static List<Receiver> receivers(ListenerSettings config, String host, CommandContext context) {
            return config.notifications().receivers(host, context.environment(), context.clock());
        }

        /**
         * Checks options, section, paths, receivers and processes.
         *
         * @param listeners all that the file has
         * @param supervisor called with our credentials
         * @param own the same supervisord, called with the credentials of the listener
         * @param files that the options name
         */
        List<Diagnostic> check(
                List<ListenerConfig> listeners, SupervisorClient supervisor, SupervisorClient own, List<FileUse> files)
                throws InterruptedException {
            diagnostics.addAll(checkSection(listeners));
            C config;
            List<Receiver> receivers;
            try {
                config = listener.toConfig();
                receivers = receivers(config, host, context);
            } catch (IllegalArgumentException e) {
                diagnostics.add(Diagnostic.problem("invalid options: " + e.getMessage()));
                return List.copyOf(diagnostics);
            }
            diagnostics.addAll(config.check(subscription()));
            config.warnings().stream().map(Diagnostic::problem).forEach(diagnostics::add);
            checkPaths(listener.listener().toConfig(), files);
            probe(receivers);
            config.probe(context.environment()).stream()
                    .map(Diagnostic::problem)
                    .forEach(diagnostics::add);
            checkProcesses(config, listeners, supervisor, own);
            return List.copyOf(diagnostics);
        }

        /** Checks the section alone, for one whose options are invalid. */
        List<Diagnostic> checkSection(List<ListenerConfig> listeners) {
            return conf.map(section -> new SectionCheck(section, listener.requiredEvents()))
                    .map(inspection -> Stream.of(
                                    inspection.events(),
                                    isHosted() ? List.<Diagnostic>of() : inspection.launcher(command),
                                    isHosted() ? List.<Diagnostic>of() : inspection.process(),
                                    isHosted() ? List.<Diagnostic>of() : inspection.repeatedDeliveries(listeners))
                            .flatMap(List::stream)
                            .toList())
                    .orElse(List.of());
        }

        private Optional<EventSubscription> subscription() {
            try {
                return conf.isPresent() ? Optional.of(conf.get().events()) : Optional.empty();
            } catch (ConfigException e) {
                // reported by checkSection()
                return Optional.empty();
            }
        }

        private boolean isHosted() {
            return context.sharedProcess().isPresent();
        }

        /** Looks with the rights of the listener, or says that it cannot. */
        private void checkPaths(GeneralConfig options, List<FileUse> files) throws InterruptedException {
            Optional<String> user = user();
            FileRights rights = user.isPresent() ? FileRights.of(user.get()) : FileRights.own();
            PathCheck paths = new PathCheck(rights);
            checkState(options, rights, paths);
            if (options.metricsFile().isPresent()) {
                paths.metrics(options.metricsFile().get()).ifPresent(diagnostics::add);
            }
            for (FileUse file : files) {
                paths.named(file).ifPresent(diagnostics::add);
            }
            if (user.isPresent() && server.toString().startsWith(UNIX)) {
                paths.socket(Path.of(server.toString().substring(UNIX.length())))
                        .ifPresent(diagnostics::add);
            }
            rights.gap().ifPresent(diagnostics::add);
        }

        private void checkState(GeneralConfig options, FileRights rights, PathCheck paths) throws InterruptedException {
            String name = conf.map(ListenerConfig::pool).orElse(command);
            String own = new ListenerId(command, name, name, server.toString()).fileName();
            Optional<Path> base = ListenerStateStore.given(options, context);
            boolean hasDefault = Files.isDirectory(ListenerStateStore.DEFAULT);
            if (base.isEmpty() && hasDefault && rights.canWrite(ListenerStateStore.DEFAULT)) {
                base = Optional.of(ListenerStateStore.DEFAULT);
            }
            if (base.isPresent()) {
                paths.state(base.get(), own).ifPresent(diagnostics::add);
                AbandonedState.in(base.get(), base.get().resolve(own), context.locks())
                        .forEach(state -> diagnostics.add(Diagnostic.problem(state.sentence())));
            } else {
                diagnostics.add(Diagnostic.info("there is no state directory"
                        + (hasDefault
                                ? " (user " + rights.user() + " cannot write to " + ListenerStateStore.DEFAULT + ")"
                                : "")
                        + ": pending restarts and alerts are lost if the listener is"
                        + " killed; set one with --state-dir DIR"));
            }
        }

        /** The user as whom supervisord runs the listener; empty if no file says so. */
        private Optional<String> user() {
            try {
                return isHosted() || conf.isEmpty()
                        ? context.user()
                        : conf.get().user();
            } catch (ConfigException e) {
                // supervisord refuses the file
                return Optional.empty();
            }
        }

        private void probe(List<Receiver> receivers) throws InterruptedException {
            for (Receiver receiver : receivers) {
                receiver.notifier().probe().stream().map(Diagnostic::problem).forEach(diagnostics::add);
            }
        }

        private void checkProcesses(
                C config, List<ListenerConfig> listeners, SupervisorClient supervisor, SupervisorClient own) {
            RpcResult<List<ProcessInfo>> result = supervisor.processes();
            if (result.value().isEmpty()) {
                diagnostics.add(Diagnostic.problem(result.sentence()));
                return;
            }
            if (conf.isPresent()) {
                RpcResult<String> state = own.state();
                if (state.value().isEmpty()) {
                    diagnostics.add(Diagnostic.problem("the listener cannot call supervisord: " + state.sentence()));
                }
            }
            List<ProcessInfo> all = result.value().get();
            ProcessNameCheck processes = new ProcessNameCheck(all);
            diagnostics.addAll(processes.names(config.allNames()));
            if (!isHosted()) {
                conf.ifPresent(section -> {
                    SectionCheck check = new SectionCheck(section, listener.requiredEvents());
                    if (hidesListeners(listeners, all, supervisor)) {
                        diagnostics.add(
                                Diagnostic.info("supervisord lists no event listeners: whether it has loaded this"
                                        + " section, and whether the listener runs, cannot be checked"));
                        diagnostics.addAll(check.underGoSupervisord());
                    } else {
                        diagnostics.addAll(processes.running(section));
                    }
                    diagnostics.addAll(check.buffer(all.size()));
                });
            }
            try (RunningListener dry = factory.create(config, dryRun(config, own))) {
                diagnostics.addAll(dry.check(context(config, all)));
            } catch (RuntimeException e) {
                LOG.error("internal error during the configuration check", e);
                diagnostics.add(Diagnostic.problem("internal error: not everything was checked"));
            }
        }

        /** The Go supervisord, which says that it is version 3.0, tells nobody of its event listeners. */
        private static boolean hidesListeners(
                List<ListenerConfig> listeners, List<ProcessInfo> all, SupervisorClient supervisor) {
            return listeners.stream()
                            .noneMatch(listener -> all.stream()
                                    .anyMatch(process -> process.name().group().equals(listener.pool())))
                    && supervisor.version().value().equals(Optional.of(GO_SUPERVISORD));
        }

        private ConfigCheckContext context(C config, List<ProcessInfo> all) {
            List<ProcessPattern> left = new ArrayList<>(config.excluded());
            context.sharedProcess()
                    .map(Namespec::group)
                    .or(() -> conf.map(ListenerConfig::pool))
                    .map(ProcessPattern::ofGroup)
                    .ifPresent(left::add);
            return new ConfigCheckContext(
                    all.stream()
                            .filter(process -> left.stream().noneMatch(pattern -> pattern.matches(process.name())))
                            .toList(),
                    conf.flatMap(section -> new SectionCheck(section, listener.requiredEvents()).tick()));
        }

        private ListenerContext dryRun(C config, SupervisorClient own) {
            return new ListenerContext(
                    command,
                    context,
                    host,
                    Optional.empty(),
                    own,
                    ListenerStateStore.none(),
                    NotificationQueue.none(),
                    AlertBook.inMemory(NotificationQueue.none(), context.clock()),
                    ListenerExecutor.start(config.threads()),
                    new MonotonicClock(context.clock()),
                    true);
        }
    }
}
