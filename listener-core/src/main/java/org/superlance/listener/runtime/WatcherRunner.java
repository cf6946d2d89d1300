package org.superlance.listener.runtime;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.superlance.listener.cli.CommandContext;
import org.superlance.listener.cli.ExitStatus;
import org.superlance.listener.cli.ListenerStateStore;
import org.superlance.listener.restart.ProcessSelector;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.ProcessPattern;
import org.superlance.listener.supervisor.RpcResult;
import org.superlance.listener.supervisor.SupervisorClient;

/** Runs a command with a guard: as an event listener, or once by hand. */
public final class WatcherRunner {

    private static final Duration DELIVERY_TIMEOUT = Duration.ofMinutes(2);

    private final WatcherCommand plugin;
    private final ListenerLauncher launcher;
    private final CommandContext context;

    private WatcherRunner(WatcherCommand plugin, CommandContext context) {
        this.plugin = plugin;
        this.context = context;
        this.launcher = new ListenerLauncher(plugin, context);
    }

    /**
     * Runs the command.
     *
     * @return its exit status
     */
    public static int run(WatcherCommand plugin, CommandContext context, String... arguments) {
        WatcherRunner watcherRunner = new WatcherRunner(plugin, context);
        return watcherRunner.launcher.run(watcherRunner::once, watcherRunner::listener, arguments);
    }

    private RunningListener listener(SupervisorClient supervisor, ListenerStateStore state, Namespec self) {
        return parts(supervisor, state, Optional.of(self));
    }

    private int once() {
        SupervisorClient supervisor =
                ListenerLauncher.supervisor(SupervisorLocator.fromOptions(plugin.listener(), context));
        if (plugin.listener().verbose.value()) {
            LogConfigurator.verbose();
        }
        WatcherListener parts = parts(supervisor, ListenerStateStore.none(), Optional.empty());
        context.onTermination().accept(parts::close);
        try (parts) {
            RpcResult<List<ProcessInfo>> processes = supervisor.processes();
            if (processes.value().isEmpty()) {
                context.err().println(launcher.name() + ": " + processes.sentence());
                return ExitStatus.FAILED;
            }
            show(parts.watcher(), processes.value().get());
            boolean well = plugin.listener().isDryRun()
                    || parts.watcher().actOnce(processes.value().get());
            return parts.deliver(DELIVERY_TIMEOUT) && well ? ExitStatus.OK : ExitStatus.FAILED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitStatus.FAILED;
        }
    }

    private void show(ProcessWatcher watcher, List<ProcessInfo> processes) {
        ProcessStateTable table = new ProcessStateTable(context.clock().getZone());
        for (ProcessInfo process : processes) {
            watcher.describe(process).ifPresent(verdict -> table.add(process, verdict));
        }
        selector(Optional.empty()).unmatched(processes).forEach(table::addUnknown);
        context.printer().print(table.text());
    }

    private WatcherListener parts(SupervisorClient supervisor, ListenerStateStore state, Optional<Namespec> self) {
        return new WatcherListener(plugin, supervisor, state, selector(self), context);
    }

    private ProcessSelector selector(Optional<Namespec> self) {
        List<ProcessPattern> excluded = new ArrayList<>(plugin.excluded());
        self.map(Namespec::group).map(ProcessPattern::ofGroup).ifPresent(excluded::add);
        return new ProcessSelector(
                self,
                excluded,
                Stream.concat(plugin.referencedProcesses().stream(), plugin.excluded().stream())
                        .toList());
    }
}
