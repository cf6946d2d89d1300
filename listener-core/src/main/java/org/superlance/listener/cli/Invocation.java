package org.superlance.listener.cli;

import java.util.OptionalInt;
import java.util.function.BiFunction;
import java.util.function.IntSupplier;
import org.superlance.listener.state.ListenerId;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.RpcTimeouts;
import org.superlance.listener.supervisor.ServerUrl;
import org.superlance.listener.supervisor.SupervisorClient;
import org.superlance.listener.supervisor.XmlRpcSupervisorClient;

/** One use of a command, from its arguments to its exit status: what plugins of all kinds have in common. */
final class Invocation {

    private final ListenerPlugin plugin;
    private final CommandLines commandLine;
    private final Surroundings surroundings;

    Invocation(ListenerPlugin plugin, Surroundings surroundings) {
        this.plugin = plugin;
        this.surroundings = surroundings;
        this.commandLine = new CommandLines(plugin, plugin.oldNames(), surroundings);
    }

    /** Puts a listener together. */
    interface Assembly {

        /** @param self the process that it runs in */
        ListenerParts listener(SupervisorClient supervisor, ListenerState state, Namespec self);
    }

    /** The command's name. */
    String name() {
        return commandLine.name();
    }

    /**
     * Does what the arguments ask for.
     *
     * @param once does it once by hand and returns the exit status
     * @param assembly called after READY, when it is to listen
     * @return the exit status
     */
    int run(IntSupplier once, Assembly assembly, String... arguments) {
        OptionalInt ended = commandLine.parse(arguments);
        if (ended.isPresent()) {
            return ended.getAsInt();
        }
        try {
            plugin.listener().validate(surroundings);
            if (plugin.listener().check.value()) {
                return new Inspecting(plugin, commandLine, surroundings).run();
            }
            plugin.validate(surroundings);
            return plugin.listener().once.value() ? once.getAsInt() : listen(assembly);
        } catch (IllegalArgumentException e) {
            return commandLine.refuse(String.valueOf(e.getMessage()));
        }
    }

    private int listen(Assembly assembly) {
        Listening listening = new Listening(name(), plugin.exampleSection(), surroundings);
        return listening.run(section -> {
            if (plugin.listener().verbose.value()) {
                LogConfigurator.verbose();
            }
            ServerUrl server = Servers.ofSection(section, surroundings);
            return withState(
                    server,
                    section.name(),
                    (supervisor, state) -> assembly.listener(supervisor, state, section.self()));
        });
    }

    /** Assembles what keeps its state under that name. */
    <T> T withState(ServerUrl server, Namespec listener, BiFunction<SupervisorClient, ListenerState, T> assembly) {
        ListenerId id = new ListenerId(name(), listener, server.toString());
        ListenerState state = ListenerState.open(plugin.listener(), id, surroundings);
        return state.assemble(kept -> assembly.apply(supervisor(server), kept));
    }

    static SupervisorClient supervisor(ServerUrl server) {
        return new XmlRpcSupervisorClient(server, RpcTimeouts.standard());
    }
}
