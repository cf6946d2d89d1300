package org.superlance.memmon;

import org.superlance.listener.cli.CommandContext;
import org.superlance.listener.runtime.MonitorRunner;
import org.superlance.listener.supervisor.DeserializationFilter;

/** The command {@code memmon}. */
public final class Memmon {

    private Memmon() {}

    public static void main(String[] arguments) {
        DeserializationFilter.forbid();
        System.exit(run(CommandContext.ofThisProcess(), arguments));
    }

    /** Runs the command and returns its exit status. */
    public static int run(CommandContext context, String... arguments) {
        return MonitorRunner.run(new MemmonCommand(), context, arguments);
    }
}
