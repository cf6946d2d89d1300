package org.superlance.crashmail;

import org.superlance.listener.crash.FailureAnalyzer;
import org.superlance.listener.crash.FailureQueue;
import org.superlance.listener.process.OomKillCounter;
import org.superlance.listener.runtime.CommandContext;
import org.superlance.listener.runtime.CrashListener;
import org.superlance.listener.runtime.EventListenerRunner;
import org.superlance.listener.runtime.ListenerContext;
import org.superlance.listener.runtime.RunningListener;
import org.superlance.listener.supervisor.DeserializationFilter;

/** The command {@code crashmail}. */
public final class Crashmail {

    private Crashmail() {}

    public static void main(String[] arguments) {
        DeserializationFilter.forbid();
        System.exit(run(CommandContext.ofThisProcess(), arguments));
    }

    /** Runs the command and returns its exit status. */
    public static int run(CommandContext context, String... arguments) {
        return EventListenerRunner.run(CrashmailCommand::new, Crashmail::create, context, arguments);
    }

    private static RunningListener create(CrashmailConfig config, ListenerContext context) {
        FailureQueue failureQueue = context.state().failureQueue();
        FailureAnalyzer analyzer =
                new FailureAnalyzer(context.supervisor(), new OomKillCounter(), context.clock(), config.tailLines());
        return new CrashListener(
                config, context, failureQueue, analyzer, new CrashMailer(config, context, failureQueue, analyzer));
    }
}
