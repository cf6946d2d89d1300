package org.superlance.memmon;

import java.util.List;
import org.superlance.listener.process.CpuMeter;
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
                        config.cpuLimits().isEmpty() ? null : cpu(config, context),
                        context.metrics(),
                        context.history()),
                restarts,
                RestartQueue.parallel(
                        restarts,
                        decision -> RestartHooks.NONE,
                        RestartNotifier.perRestart(messages, context.alerts())),
                config.cpuLimits().isEmpty() ? MonitorListener.Report.titled("MEMORY") : new CpuReport());
    }

    private static CpuCheck cpu(MemmonConfig config, ListenerContext context) {
        return new CpuCheck(
                config.cpuLimits(),
                new CpuMeter(),
                config.withDescendants(),
                config.cpuWindow(),
                context.metrics(),
                context.history());
    }

    /** What {@code --once} shows of memory and CPU time. */
    private record CpuReport() implements MonitorListener.Report {

        @Override
        public String valueTitle() {
            return "MEMORY";
        }

        @Override
        public List<String> valueTitles() {
            return List.of(valueTitle(), "CPU");
        }

        @Override
        public List<String> remarks() {
            return List.of("CPU time was measured over one second, in per cent of one core.");
        }
    }
}
