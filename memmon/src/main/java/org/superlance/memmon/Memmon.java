package org.superlance.memmon;

import org.superlance.listener.process.ProcessTable;
import org.superlance.listener.restart.RestartHooks;
import org.superlance.listener.restart.RestartManager;
import org.superlance.listener.restart.RestartNotifier;
import org.superlance.listener.restart.RestartNotifier.RestartMessages;
import org.superlance.listener.restart.RestartQueue;
import org.superlance.listener.runtime.CommandContext;
import org.superlance.listener.runtime.EventListenerRunner;
import org.superlance.listener.runtime.ListenerContext;
import org.superlance.listener.runtime.MonitorListener;
import org.superlance.listener.runtime.RunningListener;
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
        return EventListenerRunner.run(MemmonCommand::new, Memmon::create, context, arguments);
    }

    private static RunningListener create(MemmonConfig config, ListenerContext context) {
        RestartManager restarts = context.restartManager(config.rules(), config.heading());
        RestartMessages messages = new RestartMessages(config.heading(), context.host(), context.clock())
                .onlyIf(decision -> config.isWorthMailing(decision.uptime()));
        return new MonitorListener(
                config,
                context,
                new MemoryCheck(
                        ProcessTable.ofThisMachine(),
                        config.limits(),
                        config.measure(),
                        config.withDescendants(),
                        context.metrics(),
                        context.history()),
                restarts,
                RestartQueue.parallel(
                        restarts,
                        decision -> RestartHooks.NONE,
                        RestartNotifier.perRestart(messages, context.alerts())),
                MonitorListener.Report.titled("MEMORY"));
    }
}
