package org.superlance.listener.runtime;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.superlance.listener.cli.ArgumentParser;
import org.superlance.listener.cli.ExitStatus;
import org.superlance.listener.cli.ListenerOptions.GeneralConfig;
import org.superlance.listener.config.ConfigException;
import org.superlance.listener.config.ListenerConfig;
import org.superlance.listener.configcheck.Diagnostic;
import org.superlance.listener.runtime.logging.LogConfigurator;
import org.superlance.listener.supervisor.ServerUrl;
import org.superlance.listener.supervisor.SupervisorClient;
import org.superlance.listener.supervisor.XmlRpcSupervisorClient;
import org.superlance.listener.supervisor.XmlRpcSupervisorClient.RpcTimeouts;

/**
 * Does what {@code --check} asks for. With other options it looks at these, and at the section that has them; without, at
 * each section that runs the command, or at the one that {@code --section} names.
 */
final class ConfigCheckCommand<C extends ListenerSettings> {

    /** Options that say where to look, not what at. */
    private static final Set<String> LOCATION_OPTIONS =
            Set.of("--check", "--section", "--server-url", "--configuration", "--verbose");

    private final Supplier<? extends ListenerCommand<C>> commands;
    private final ListenerFactory<C> factory;
    private final GeneralConfig general;
    private final CommandContext context;

    /**
     * @param commands makes the command, with its options as they are before any is given
     * @param general says where to look
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
     * Looks, and says what is wrong.
     *
     * @param command with the options that were given
     * @param parser has parsed them
     * @return the exit status
     * @throws IllegalArgumentException with a sentence for people if it is not clear where to look
     */
    int run(ListenerCommand<C> command, ArgumentParser parser) {
        if (!general.verbose()) {
            LogConfigurator.quiet();
        }
        boolean ownOptions = !parser.isOnlyOptions(LOCATION_OPTIONS);
        if (ownOptions && general.section().isPresent()) {
            throw new IllegalArgumentException("--section takes the options from that section: leave out all others");
        }
        ServerUrl server = SupervisorLocator.fromOptions(general, context);
        SectionSelector choice = SectionSelector.of(parser.name(), general, context);
        ConfigCheckReport report = new ConfigCheckReport(parser.name(), context);
        if (context.sharedProcess().isEmpty()) {
            // otherwise its file is not that of supervisord
            report.add(Optional.empty(), choice.check());
        }
        try (SupervisorClient supervisor = supervisor(server)) {
            if (ownOptions) {
                ListenerConfigCheck.requireValid(command, context);
                check(command, parser.name(), choice.only(), supervisor, server, report);
            } else {
                for (ListenerConfig section : choice.sections(general.section())) {
                    check(parser.name(), section, supervisor, server, report);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitStatus.FAILED;
        }
        return report.end(server);
    }

    /** Takes the options from the section. Each from the beginning: what one section says must not stay for the next. */
    private void check(
            String name,
            ListenerConfig section,
            SupervisorClient supervisor,
            ServerUrl server,
            ConfigCheckReport report)
            throws InterruptedException {
        ListenerCommand<C> fresh = commands.get();
        ArgumentParser itsLine =
                new ArgumentParser(fresh.options(), fresh.legacyLongOptions(), context.out(), context.err());
        try {
            itsLine.parseOther(section.arguments(name).orElse(List.of()));
        } catch (IllegalArgumentException e) {
            report.add(Optional.of(section), List.of(Diagnostic.problem("the options are wrong: " + e.getMessage())));
            report.add(
                    Optional.of(section),
                    new ListenerConfigCheck<>(fresh, factory, name, Optional.of(section), server, context)
                            .checkSection());
            return;
        }
        check(fresh, name, Optional.of(section), supervisor, server, report);
    }

    private void check(
            ListenerCommand<C> checked,
            String name,
            Optional<ListenerConfig> section,
            SupervisorClient supervisor,
            ServerUrl server,
            ConfigCheckReport report)
            throws InterruptedException {
        CommandContext there = section.map(where -> contextOf(where, report)).orElse(context);
        try (SupervisorClient own = supervisor(SupervisorLocator.toSection(server, there))) {
            report.add(
                    section,
                    new ListenerConfigCheck<>(checked, factory, name, section, server, there).check(supervisor, own));
        }
    }

    /** With our environment, and what supervisord sets for the section. */
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
}
