package org.superlance.listener.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.superlance.listener.restart.ProcessSelector;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.ProcessPattern;
import org.superlance.listener.supervisor.RpcResult;
import org.superlance.listener.supervisor.SupervisorClient;

/** Runs a command with a guard: as an event listener, or once by hand. */
public final class Guarding {

    private static final Duration TO_DELIVER_BY_HAND = Duration.ofMinutes(2);

    private final GuardPlugin plugin;
    private final Invocation invocation;
    private final Surroundings surroundings;

    private Guarding(GuardPlugin plugin, Surroundings surroundings) {
        this.plugin = plugin;
        this.surroundings = surroundings;
        this.invocation = new Invocation(plugin, surroundings);
    }

    /**
     * Runs the command.
     *
     * @return its exit status
     */
    public static int run(GuardPlugin plugin, Surroundings surroundings, String... arguments) {
        Guarding guarding = new Guarding(plugin, surroundings);
        return guarding.invocation.run(guarding::once, guarding::listener, arguments);
    }

    private ListenerParts listener(SupervisorClient supervisor, ListenerState state, Namespec self) {
        return parts(supervisor, state, Optional.of(self));
    }

    private int once() {
        SupervisorClient supervisor = Invocation.supervisor(Servers.byHand(plugin.listener(), surroundings));
        if (plugin.listener().verbose.value()) {
            LogConfigurator.verbose();
        }
        GuardParts parts = parts(supervisor, ListenerState.none(), Optional.empty());
        surroundings.onTermination().accept(parts::close);
        try (parts) {
            RpcResult<List<ProcessInfo>> processes = supervisor.processes();
            if (processes.value().isEmpty()) {
                surroundings.err().println(invocation.name() + ": " + processes.sentence());
                return ExitStatus.FAILED;
            }
            show(parts.guard(), processes.value().get());
            boolean well = plugin.listener().isDryRun()
                    || parts.guard().actOnce(processes.value().get());
            return parts.deliver(TO_DELIVER_BY_HAND) && well ? ExitStatus.OK : ExitStatus.FAILED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitStatus.FAILED;
        }
    }

    private void show(Guard guard, List<ProcessInfo> processes) {
        StateTable table = new StateTable(surroundings.clock().getZone());
        for (ProcessInfo process : processes) {
            guard.verdict(process).ifPresent(verdict -> table.add(process, verdict));
        }
        selector(Optional.empty()).unmatched(processes).forEach(table::addUnknown);
        surroundings.printer().print(table.text());
    }

    private GuardParts parts(SupervisorClient supervisor, ListenerState state, Optional<Namespec> self) {
        return new GuardParts(plugin, supervisor, state, selector(self), surroundings);
    }

    private ProcessSelector selector(Optional<Namespec> self) {
        List<ProcessPattern> excluded = new ArrayList<>(plugin.excluded());
        self.map(Namespec::group).map(ProcessPattern::ofGroup).ifPresent(excluded::add);
        return new ProcessSelector(
                self,
                excluded,
                Stream.concat(plugin.named().stream(), plugin.excluded().stream())
                        .toList());
    }
}
