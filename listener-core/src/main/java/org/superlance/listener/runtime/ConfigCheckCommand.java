package org.superlance.listener.runtime;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.superlance.listener.cli.ArgumentParser;
import org.superlance.listener.cli.CommandContext;
import org.superlance.listener.cli.ExitStatus;
import org.superlance.listener.config.ConfigException;
import org.superlance.listener.configcheck.Diagnostic;
import org.superlance.listener.configcheck.ListenerSectionConfig;
import org.superlance.listener.configcheck.ListenerSectionConfigs;
import org.superlance.listener.supervisor.RpcTimeouts;
import org.superlance.listener.supervisor.ServerUrl;
import org.superlance.listener.supervisor.SupervisorClient;
import org.superlance.listener.supervisor.XmlRpcSupervisorClient;
import picocli.CommandLine;

/**
 * Does what {@code --check} asks for. With other options it looks at these, and at the section that has them; without, at
 * each section that runs the command, or at the one that {@code --section} names.
 */
final class ConfigCheckCommand {

    /** Options that say where to look, not what at. */
    private static final Set<String> LOCATION_OPTIONS =
            Set.of("--check", "--section", "--server-url", "--configuration", "--verbose");

    private final ListenerCommand plugin;
    private final ArgumentParser commandLine;
    private final CommandContext context;
    private final ConfigCheckReport report;

    /** @param commandLine has parsed the options of the plugin */
    ConfigCheckCommand(ListenerCommand plugin, ArgumentParser commandLine, CommandContext context) {
        this.plugin = plugin;
        this.commandLine = commandLine;
        this.context = context;
        this.report = new ConfigCheckReport(commandLine.name(), context);
    }

    /**
     * Looks, and says what is wrong.
     *
     * @return the exit status
     * @throws IllegalArgumentException with a sentence for people if it is not clear where to look
     */
    int run() {
        if (!plugin.listener().verbose.value()) {
            LogConfigurator.quiet();
        }
        boolean ownOptions = !commandLine.isOnlyOptions(LOCATION_OPTIONS);
        Optional<String> name = plugin.listener().section.optional();
        if (ownOptions && name.isPresent()) {
            throw new IllegalArgumentException("--section takes the options from that section: leave out all others");
        }
        ServerUrl server = SupervisorLocator.fromOptions(plugin.listener(), context);
        SectionSelector choice = SectionSelector.of(commandLine.name(), plugin.listener(), context);
        if (context.sharedProcess().isEmpty()) {
            // otherwise its file is not that of supervisord
            report.add(Optional.empty(), choice.check());
        }
        try (SupervisorClient supervisor = supervisor(server)) {
            if (ownOptions) {
                plugin.validate(context);
                inspect(plugin, choice.only(), supervisor, server);
            } else {
                for (ListenerSectionConfig section : choice.sections(name)) {
                    inspect(section, supervisor, server);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitStatus.FAILED;
        }
        return report.end(server);
    }

    /** Takes the options from the section. Each from the beginning: what one section says must not stay for the next. */
    private void inspect(ListenerSectionConfig section, SupervisorClient supervisor, ServerUrl server)
            throws InterruptedException {
        ListenerCommand fresh = newCommand();
        ArgumentParser itsLine = new ArgumentParser(fresh.options(), fresh.legacyLongOptions(), context);
        try {
            itsLine.parseOther(ListenerSectionConfigs.arguments(section, commandLine.name())
                    .orElse(List.of()));
        } catch (IllegalArgumentException e) {
            addProblem(section, "the options are wrong: " + e.getMessage());
            report.add(
                    Optional.of(section),
                    inspection(fresh, Optional.of(section), server, context).checkSection());
            return;
        }
        inspect(fresh, Optional.of(section), supervisor, server);
    }

    private void inspect(
            ListenerCommand inspected,
            Optional<ListenerSectionConfig> section,
            SupervisorClient supervisor,
            ServerUrl server)
            throws InterruptedException {
        CommandContext there = section.map(this::contextOf).orElse(context);
        try (SupervisorClient own = supervisor(SupervisorLocator.toSection(server, there))) {
            report.add(section, inspection(inspected, section, server, there).check(supervisor, own));
        }
    }

    private ListenerConfigCheck inspection(
            ListenerCommand inspected,
            Optional<ListenerSectionConfig> section,
            ServerUrl server,
            CommandContext there) {
        return new ListenerConfigCheck(inspected, commandLine.name(), section, server, there);
    }

    /** With our environment, and what supervisord sets for the section. */
    private CommandContext contextOf(ListenerSectionConfig section) {
        Map<String, String> environment = new HashMap<>(context.environment());
        if (context.sharedProcess().isEmpty()) {
            // who checks may know the password; the listener knows what its section says
            environment.keySet().removeAll(List.of("SUPERVISOR_USERNAME", "SUPERVISOR_PASSWORD"));
        }
        try {
            environment.putAll(section.environment());
        } catch (ConfigException e) {
            addProblem(section, String.valueOf(e.getMessage()));
        }
        return context.withEnvironment(environment);
    }

    private void addProblem(ListenerSectionConfig section, String problem) {
        report.add(Optional.of(section), List.of(Diagnostic.problem(problem)));
    }

    private ListenerCommand newCommand() {
        try {
            return CommandLine.defaultFactory().create(plugin.getClass());
        } catch (Exception e) {
            throw new IllegalStateException("there is no other " + plugin.getClass(), e);
        }
    }

    private static SupervisorClient supervisor(ServerUrl server) {
        return new XmlRpcSupervisorClient(server, RpcTimeouts.standard());
    }
}
