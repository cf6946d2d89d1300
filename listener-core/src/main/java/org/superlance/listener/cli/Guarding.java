package org.superlance.listener.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.superlance.listener.restart.Selection;
import org.superlance.listener.state.ListenerId;
import org.superlance.listener.supervisor.Answer;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.ProcessPattern;
import org.superlance.listener.supervisor.RpcLimits;
import org.superlance.listener.supervisor.ServerAddress;
import org.superlance.listener.supervisor.Supervisor;
import org.superlance.listener.supervisor.XmlRpcSupervisor;

/** Runs a command with a guard: as an event listener, or once by hand. */
public final class Guarding {

    private static final Duration TO_DELIVER_BY_HAND = Duration.ofMinutes(2);

    private final GuardPlugin plugin;
    private final CommandLines commandLine;
    private final Surroundings surroundings;

    private Guarding(GuardPlugin plugin, Surroundings surroundings) {
        this.plugin = plugin;
        this.surroundings = surroundings;
        this.commandLine = new CommandLines(plugin, plugin.oldNames(), surroundings);
    }

    /**
     * Runs the command.
     *
     * @return its exit status
     */
    public static int run(GuardPlugin plugin, Surroundings surroundings, String... arguments) {
        return new Guarding(plugin, surroundings).run(arguments);
    }

    private int run(String... arguments) {
        OptionalInt ended = commandLine.parse(arguments);
        if (ended.isPresent()) {
            return ended.getAsInt();
        }
        try {
            plugin.listener().validate(surroundings);
            if (plugin.listener().check) {
                return new Inspecting(plugin, commandLine, surroundings).run();
            }
            plugin.validate(surroundings);
            return plugin.listener().once ? once() : listen();
        } catch (IllegalArgumentException e) {
            return commandLine.refuse(String.valueOf(e.getMessage()));
        }
    }

    private int listen() {
        Listening listening = new Listening(commandLine.name(), plugin.exampleSection(), surroundings);
        return listening.run(section -> {
            if (plugin.listener().verbose) {
                LogConfigurator.verbose();
            }
            ServerAddress server = Servers.ofSection(section, surroundings);
            ListenerId id = new ListenerId(commandLine.name(), section.name(), server.toString());
            ListenerState state = ListenerState.open(plugin.listener(), id, surroundings);
            return state.assemble(kept -> parts(supervisor(server), kept, Optional.of(section.self())));
        });
    }

    private int once() {
        Supervisor supervisor = supervisor(Servers.byHand(plugin.listener(), surroundings));
        if (plugin.listener().verbose) {
            LogConfigurator.verbose();
        }
        GuardParts parts = parts(supervisor, ListenerState.none(), Optional.empty());
        surroundings.onTermination().accept(parts::close);
        try (parts) {
            Answer<List<ProcessInfo>> processes = supervisor.processes();
            if (processes.value().isEmpty()) {
                surroundings.err().println(commandLine.name() + ": " + processes.sentence());
                return ExitStatus.FAILED;
            }
            show(parts.guard(), processes.value().get());
            boolean well = plugin.listener().dryRun
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
        selection(Optional.empty()).unknown(processes).forEach(table::addUnknown);
        surroundings.printer().print(table.text());
    }

    private GuardParts parts(Supervisor supervisor, ListenerState state, Optional<Namespec> self) {
        return new GuardParts(plugin, supervisor, state, selection(self), surroundings);
    }

    private Selection selection(Optional<Namespec> self) {
        List<ProcessPattern> excluded = new ArrayList<>(plugin.excluded());
        self.map(Namespec::group).map(ProcessPattern::ofGroup).ifPresent(excluded::add);
        return new Selection(
                self,
                excluded,
                Stream.concat(plugin.named().stream(), plugin.excluded().stream())
                        .toList());
    }

    private static Supervisor supervisor(ServerAddress server) {
        return new XmlRpcSupervisor(server, RpcLimits.standard());
    }
}
