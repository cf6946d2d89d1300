package org.superlance.listener.runtime;

import org.superlance.listener.cli.CommandContext;
import org.superlance.listener.supervisor.ServerUrl;

/** Runs a telling plugin: as an event listener, or once by hand. */
public final class CrashRunner {

    private final CrashCommand plugin;
    private final ListenerLauncher launcher;
    private final CommandContext context;

    private CrashRunner(CrashCommand plugin, CommandContext context) {
        this.plugin = plugin;
        this.context = context;
        this.launcher = new ListenerLauncher(plugin, context);
    }

    /**
     * Runs the command.
     *
     * @return its exit status
     */
    public static int run(CrashCommand plugin, CommandContext context, String... arguments) {
        CrashRunner crashRunner = new CrashRunner(plugin, context);
        return crashRunner.launcher.run(
                crashRunner::once,
                (supervisor, state, self) -> new CrashListener(plugin, supervisor, state, context),
                arguments);
    }

    private int once() {
        ServerUrl server = SupervisorLocator.fromOptions(plugin.listener(), context);
        if (plugin.listener().verbose.value()) {
            LogConfigurator.verbose();
        }
        return new CrashReportOnce(plugin, launcher.name(), context).run(ListenerLauncher.supervisor(server));
    }
}
