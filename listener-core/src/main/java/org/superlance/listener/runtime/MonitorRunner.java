package org.superlance.listener.runtime;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.superlance.listener.cli.CommandContext;
import org.superlance.listener.cli.ExitStatus;
import org.superlance.listener.cli.ListenerStateStore;
import org.superlance.listener.restart.CheckException;
import org.superlance.listener.restart.Decision;
import org.superlance.listener.restart.ProcessSelector;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessPattern;
import org.superlance.listener.supervisor.ServerUrl;
import org.superlance.listener.supervisor.SupervisorClient;

/** Runs a restarting plugin: as an event listener, or once by hand. */
public final class MonitorRunner {

    /** A graceful stop may take its hour; whoever does not want to wait interrupts. */
    private static final Duration RESTART_TIMEOUT = Duration.ofHours(24);

    private static final Duration DELIVERY_TIMEOUT = Duration.ofMinutes(2);

    private final MonitorCommand plugin;
    private final ListenerLauncher launcher;
    private final CommandContext context;

    private MonitorRunner(MonitorCommand plugin, CommandContext context) {
        this.plugin = plugin;
        this.context = context;
        this.launcher = new ListenerLauncher(plugin, context);
    }

    /**
     * Runs the command.
     *
     * @return its exit status
     */
    public static int run(MonitorCommand plugin, CommandContext context, String... arguments) {
        MonitorRunner monitorRunner = new MonitorRunner(plugin, context);
        return monitorRunner.launcher.run(monitorRunner::once, monitorRunner::listener, arguments);
    }

    private RunningListener listener(SupervisorClient supervisor, ListenerStateStore state, Namespec self) {
        return parts(supervisor, state, Optional.of(self));
    }

    private int once() {
        boolean verbose = plugin.listener().verbose.value();
        ServerUrl server = SupervisorLocator.fromOptions(plugin.listener(), context);
        if (verbose) {
            LogConfigurator.verbose();
        } else {
            LogConfigurator.quiet();
        }
        MonitorListener parts = launcher.withState(
                server,
                new Namespec("by-hand", "by-hand"),
                (supervisor, state) -> parts(supervisor, state, Optional.empty()));
        context.onTermination().accept(parts::close);
        try (parts) {
            List<Decision> decisions = parts.check();
            context.printer().print(table().of(decisions, parts.unknownNames()));
            plugin.remarks().forEach(context.printer()::println);
            if (!verbose) {
                LogConfigurator.normal();
            }
            return parts.await(RESTART_TIMEOUT, DELIVERY_TIMEOUT) ? ExitStatus.OK : ExitStatus.FAILED;
        } catch (CheckException e) {
            context.err().println(launcher.name() + ": " + e.getMessage());
            return ExitStatus.FAILED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitStatus.FAILED;
        }
    }

    private MonitorListener parts(SupervisorClient supervisor, ListenerStateStore state, Optional<Namespec> self) {
        ProcessSelector selector =
                new ProcessSelector(self, plugin.rules().excluded.value(), names());
        return new MonitorListener(plugin, supervisor, state, selector, context);
    }

    private List<ProcessPattern> names() {
        return Stream.concat(plugin.referencedProcesses().stream(), plugin.rules().excluded.value().stream())
                .toList();
    }

    private DecisionTable table() {
        boolean inColour = context.toTerminal() && !context.environment().containsKey("NO_COLOR");
        return new DecisionTable(plugin.valueTitle(), inColour);
    }
}
