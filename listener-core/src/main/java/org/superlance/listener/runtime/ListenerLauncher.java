package org.superlance.listener.runtime;

import java.util.OptionalInt;
import java.util.function.BiFunction;
import java.util.function.IntSupplier;
import org.superlance.listener.cli.ArgumentParser;
import org.superlance.listener.cli.CommandContext;
import org.superlance.listener.cli.ListenerStateStore;
import org.superlance.listener.state.ListenerId;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.RpcTimeouts;
import org.superlance.listener.supervisor.ServerUrl;
import org.superlance.listener.supervisor.SupervisorClient;
import org.superlance.listener.supervisor.XmlRpcSupervisorClient;

/** One use of a command, from its arguments to its exit status: what plugins of all kinds have in common. */
final class ListenerLauncher {

    private final ListenerCommand plugin;
    private final ArgumentParser commandLine;
    private final CommandContext context;

    ListenerLauncher(ListenerCommand plugin, CommandContext context) {
        this.plugin = plugin;
        this.context = context;
        this.commandLine = new ArgumentParser(plugin.options(), plugin.legacyLongOptions(), context);
    }

    /** Puts a listener together. */
    interface Factory {

        /** @param self the process that it runs in */
        RunningListener listener(SupervisorClient supervisor, ListenerStateStore state, Namespec self);
    }

    /** The command's name. */
    String name() {
        return commandLine.name();
    }

    /**
     * Does what the arguments ask for.
     *
     * @param once does it once by hand and returns the exit status
     * @param factory called after READY, when it is to listen
     * @return the exit status
     */
    int run(IntSupplier once, Factory factory, String... arguments) {
        OptionalInt ended = commandLine.parse(arguments);
        if (ended.isPresent()) {
            return ended.getAsInt();
        }
        try {
            plugin.listener().validate(context);
            if (plugin.listener().check.value()) {
                return new ConfigCheckCommand(plugin, commandLine, context).run();
            }
            plugin.validate(context);
            return plugin.listener().once.value() ? once.getAsInt() : listen(factory);
        } catch (IllegalArgumentException e) {
            return commandLine.usageError(String.valueOf(e.getMessage()));
        }
    }

    private int listen(Factory factory) {
        EventListenerRunner eventListenerRunner = new EventListenerRunner(name(), plugin.exampleSection(), context);
        return eventListenerRunner.run(section -> {
            if (plugin.listener().verbose.value()) {
                LogConfigurator.verbose();
            }
            ServerUrl server = SupervisorLocator.fromSection(section, context);
            return withState(
                    server, section.name(), (supervisor, state) -> factory.listener(supervisor, state, section.self()));
        });
    }

    /** Assembles what keeps its state under that name. */
    <T> T withState(ServerUrl server, Namespec listener, BiFunction<SupervisorClient, ListenerStateStore, T> assembly) {
        ListenerId id = new ListenerId(name(), listener, server.toString());
        ListenerStateStore state = ListenerStateStore.open(plugin.listener(), id, context);
        return state.assemble(kept -> assembly.apply(supervisor(server), kept));
    }

    static SupervisorClient supervisor(ServerUrl server) {
        return new XmlRpcSupervisorClient(server, RpcTimeouts.standard());
    }
}
