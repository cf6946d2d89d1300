package org.superlance.listener.cli;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.superlance.listener.restart.CheckException;
import org.superlance.listener.restart.Decision;
import org.superlance.listener.restart.Selection;
import org.superlance.listener.state.ListenerId;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessPattern;
import org.superlance.listener.supervisor.RpcLimits;
import org.superlance.listener.supervisor.ServerAddress;
import org.superlance.listener.supervisor.XmlRpcSupervisor;

/** Runs a restarting plugin: as an event listener, or once by hand. */
public final class Restarting {

    /** A graceful stop may take its hour; whoever does not want to wait interrupts. */
    private static final Duration BY_HAND = Duration.ofHours(24);

    private static final Duration TO_DELIVER_BY_HAND = Duration.ofMinutes(2);

    private final RestartingPlugin plugin;
    private final CommandLines commandLine;
    private final Surroundings surroundings;

    private Restarting(RestartingPlugin plugin, Surroundings surroundings) {
        this.plugin = plugin;
        this.surroundings = surroundings;
        this.commandLine = new CommandLines(plugin, plugin.oldNames(), surroundings);
    }

    /**
     * Runs the command.
     *
     * @return its exit status
     */
    public static int run(RestartingPlugin plugin, Surroundings surroundings, String... arguments) {
        return new Restarting(plugin, surroundings).run(arguments);
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
            return parts(server, section.name(), Optional.of(section.self()));
        });
    }

    private int once() {
        boolean verbose = plugin.listener().verbose;
        ServerAddress server = Servers.byHand(plugin.listener(), surroundings);
        if (verbose) {
            LogConfigurator.verbose();
        } else {
            LogConfigurator.quiet();
        }
        RestartingParts parts = parts(server, new Namespec("by-hand", "by-hand"), Optional.empty());
        surroundings.onTermination().accept(parts::close);
        try (parts) {
            List<Decision> decisions = parts.check();
            surroundings.printer().print(table().of(decisions, parts.unknownNames()));
            plugin.remarks().forEach(surroundings.printer()::println);
            if (!verbose) {
                LogConfigurator.normal();
            }
            return parts.await(BY_HAND, TO_DELIVER_BY_HAND) ? ExitStatus.OK : ExitStatus.FAILED;
        } catch (CheckException e) {
            surroundings.err().println(commandLine.name() + ": " + e.getMessage());
            return ExitStatus.FAILED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitStatus.FAILED;
        }
    }

    private RestartingParts parts(ServerAddress server, Namespec listener, Optional<Namespec> self) {
        ListenerId id = new ListenerId(commandLine.name(), listener, server.toString());
        ListenerState state = ListenerState.open(plugin.listener(), id, surroundings);
        Selection selection = new Selection(self, plugin.rules().excluded, names());
        return state.assemble(kept -> new RestartingParts(
                plugin, new XmlRpcSupervisor(server, RpcLimits.standard()), kept, selection, surroundings));
    }

    private List<ProcessPattern> names() {
        return Stream.concat(plugin.named().stream(), plugin.rules().excluded.stream())
                .toList();
    }

    private ProcessTableText table() {
        boolean inColour =
                surroundings.toTerminal() && !surroundings.environment().containsKey("NO_COLOR");
        return new ProcessTableText(plugin.valueTitle(), inColour);
    }
}
