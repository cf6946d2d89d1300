package org.superlance.procmon;

import java.util.Map;
import org.superlance.listener.runtime.CommandContext;
import org.superlance.listener.runtime.EventListenerRunner;
import org.superlance.listener.runtime.Subcommands;
import org.superlance.listener.runtime.Subcommands.Subcommand;
import org.superlance.listener.supervisor.DeserializationFilter;
import org.superlance.procmon.watch.WatcherListener;

/** The command {@code procmon}: {@code run} without supervisord, {@code watch} under it. */
public final class Procmon {

    private static final Map<String, Subcommand> SUBCOMMANDS =
            Map.of("run", RunCommandMain::run, "watch", Procmon::watch);

    private Procmon() {}

    public static void main(String[] arguments) {
        DeserializationFilter.forbid();
        System.exit(run(CommandContext.ofThisProcess(), arguments));
    }

    /** Runs the command and returns its exit status. */
    public static int run(CommandContext context, String... arguments) {
        if (arguments.length > 0 && arguments[0].equals("--check")) {
            // it has one meaning only: the sections that there may be are those of the listener
            return watch(context, arguments);
        }
        return Subcommands.run(new ProcmonCommand(), SUBCOMMANDS, context, arguments);
    }

    private static int watch(CommandContext context, String... arguments) {
        return EventListenerRunner.run(WatchCommand::new, WatcherListener::create, context, arguments);
    }
}
