package org.superlance.oomemonitor;

import org.superlance.listener.cli.CommandContext;
import org.superlance.listener.runtime.EventListenerRunner;
import org.superlance.listener.runtime.MonitorPluginConfig;
import org.superlance.listener.supervisor.DeserializationFilter;

/** The command {@code oome_monitor}. */
public final class OomeMonitor {

    private OomeMonitor() {}

    public static void main(String[] arguments) {
        DeserializationFilter.forbid();
        System.exit(run(CommandContext.ofThisProcess(), arguments));
    }

    /** Runs the command and returns its exit status. */
    public static int run(CommandContext context, String... arguments) {
        return EventListenerRunner.run(OomeMonitorCommand::new, MonitorPluginConfig::create, context, arguments);
    }
}
