package org.superlance.listener.cli;

import java.util.OptionalInt;
import org.superlance.listener.state.ListenerId;
import org.superlance.listener.supervisor.RpcLimits;
import org.superlance.listener.supervisor.ServerAddress;
import org.superlance.listener.supervisor.XmlRpcSupervisor;

/** Runs a telling plugin: as an event listener, or once by hand. */
public final class Telling {

    private final TellingPlugin plugin;
    private final CommandLines commandLine;
    private final Surroundings surroundings;

    private Telling(TellingPlugin plugin, Surroundings surroundings) {
        this.plugin = plugin;
        this.surroundings = surroundings;
        this.commandLine = new CommandLines(plugin, plugin.oldNames(), surroundings);
    }

    /**
     * Runs the command.
     *
     * @return its exit status
     */
    public static int run(TellingPlugin plugin, Surroundings surroundings, String... arguments) {
        return new Telling(plugin, surroundings).run(arguments);
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
            return state.assemble(kept ->
                    new TellingParts(plugin, new XmlRpcSupervisor(server, RpcLimits.standard()), kept, surroundings));
        });
    }

    private int once() {
        ServerAddress server = Servers.byHand(plugin.listener(), surroundings);
        if (plugin.listener().verbose) {
            LogConfigurator.verbose();
        }
        return new TellingOnce(plugin, commandLine.name(), surroundings)
                .run(new XmlRpcSupervisor(server, RpcLimits.standard()));
    }
}
