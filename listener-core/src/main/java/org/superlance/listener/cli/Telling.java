package org.superlance.listener.cli;

import org.superlance.listener.supervisor.ServerUrl;

/** Runs a telling plugin: as an event listener, or once by hand. */
public final class Telling {

    private final TellingPlugin plugin;
    private final Invocation invocation;
    private final Surroundings surroundings;

    private Telling(TellingPlugin plugin, Surroundings surroundings) {
        this.plugin = plugin;
        this.surroundings = surroundings;
        this.invocation = new Invocation(plugin, surroundings);
    }

    /**
     * Runs the command.
     *
     * @return its exit status
     */
    public static int run(TellingPlugin plugin, Surroundings surroundings, String... arguments) {
        Telling telling = new Telling(plugin, surroundings);
        return telling.invocation.run(
                telling::once,
                (supervisor, state, self) -> new TellingParts(plugin, supervisor, state, surroundings),
                arguments);
    }

    private int once() {
        ServerUrl server = Servers.byHand(plugin.listener(), surroundings);
        if (plugin.listener().verbose.value()) {
            LogConfigurator.verbose();
        }
        return new TellingOnce(plugin, invocation.name(), surroundings).run(Invocation.supervisor(server));
    }
}
