package org.superlance.crashmailbatch;

import org.superlance.listener.runtime.CommandContext;
import org.superlance.listener.runtime.CrashListener;
import org.superlance.listener.runtime.EventListenerRunner;
import org.superlance.listener.supervisor.DeserializationFilter;

/** The command {@code crashmailbatch}. */
public final class Crashmailbatch {

    private Crashmailbatch() {}

    public static void main(String[] arguments) {
        DeserializationFilter.forbid();
        System.exit(run(CommandContext.ofThisProcess(), arguments));
    }

    /** Runs the command and returns its exit status. */
    public static int run(CommandContext context, String... arguments) {
        return EventListenerRunner.run(CrashmailbatchCommand::new, CrashListener::ofMailBatches, context, arguments);
    }
}
