package org.superlance.timemon;

import org.superlance.listener.cli.CommandContext;
import org.superlance.listener.runtime.EventListenerRunner;
import org.superlance.listener.runtime.MonitorPluginConfig;
import org.superlance.listener.supervisor.DeserializationFilter;

/** The command {@code timemon}. */
public final class Timemon {

    private Timemon() {}

    public static void main(String[] arguments) {
        DeserializationFilter.forbid();
        System.exit(run(CommandContext.ofThisProcess(), arguments));
    }

    /** Runs the command and returns its exit status. */
    public static int run(CommandContext context, String... arguments) {
        return EventListenerRunner.run(TimemonCommand::new, MonitorPluginConfig::create, context, arguments);
    }
}
