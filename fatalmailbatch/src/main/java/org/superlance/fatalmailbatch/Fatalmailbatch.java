package org.superlance.fatalmailbatch;

import org.superlance.listener.runtime.CommandContext;
import org.superlance.listener.runtime.CrashListener;
import org.superlance.listener.runtime.EventListenerRunner;
import org.superlance.listener.supervisor.DeserializationFilter;

/** The command {@code fatalmailbatch}. */
public final class Fatalmailbatch {

    private Fatalmailbatch() {}

    public static void main(String[] arguments) {
        DeserializationFilter.forbid();
        System.exit(run(CommandContext.ofThisProcess(), arguments));
    }

    /** Runs the command and returns its exit status. */
    public static int run(CommandContext context, String... arguments) {
        return EventListenerRunner.run(FatalmailbatchCommand::new, CrashListener::ofMailBatches, context, arguments);
    }
}
