package org.superlance.httpok;

import org.superlance.listener.cli.CommandContext;
import org.superlance.listener.runtime.EventListenerRunner;
import org.superlance.listener.runtime.MonitorPluginConfig;
import org.superlance.listener.supervisor.DeserializationFilter;

/** The command {@code httpok}. */
public final class Httpok {

    private Httpok() {}

    public static void main(String[] arguments) {
        DeserializationFilter.forbid();
        System.exit(run(CommandContext.ofThisProcess(), arguments));
    }

    /** Runs the command and returns its exit status. */
    public static int run(CommandContext context, String... arguments) {
        return EventListenerRunner.run(HttpokCommand::new, MonitorPluginConfig::create, context, arguments);
    }
}
