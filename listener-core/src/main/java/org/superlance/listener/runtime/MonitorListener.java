package org.superlance.listener.runtime;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.cli.ExitStatus;
import org.superlance.listener.configcheck.Diagnostic;
import org.superlance.listener.event.Event;
import org.superlance.listener.event.EventListener;
import org.superlance.listener.restart.Check;
import org.superlance.listener.restart.Check.CheckException;
import org.superlance.listener.restart.CheckCycle;
import org.superlance.listener.restart.CheckScheduler;
import org.superlance.listener.restart.Decision;
import org.superlance.listener.restart.ProcessSelector;
import org.superlance.listener.restart.RestartExecutor;
import org.superlance.listener.restart.RestartExecutor.DryRunExecutor;
import org.superlance.listener.restart.RestartManager;
import org.superlance.listener.restart.RestartPolicy;
import org.superlance.listener.runtime.logging.LogConfigurator;
import org.superlance.listener.supervisor.ProcessPattern;

/** A listener that checks processes at every tick, and restarts those that it finds unhealthy. */
public final class MonitorListener implements RunningListener {

    private static final Logger LOG = LoggerFactory.getLogger(MonitorListener.class);

    /** supervisord gives a listener ten seconds to end, by default: these two make eight. */
    private static final Duration RESTART_TIMEOUT = Duration.ofSeconds(6);

    private static final Duration DELIVERY_TIMEOUT = Duration.ofSeconds(2);

    /** By hand a graceful stop may take its hour; whoever does not want to wait interrupts. */
    private static final Duration ONCE_RESTART_TIMEOUT = Duration.ofHours(24);

    private static final Duration ONCE_DELIVERY_TIMEOUT = Duration.ofMinutes(2);

    private final ListenerContext context;
    private final RestartManager restartManager;
    private final RestartExecutor executor;
    private final CheckCycle cycle;
    private final EventListener events;
    private final MonitorConfigCheck configCheck;
    private final MonitorReport report;
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * Puts the parts together.
     *
     * @param restartManager does the restarts
     * @param executor acts on decisions with it; only asked to end in a dry run
     * @param report shows people what the check has found
     */
    public MonitorListener(
            MonitorSettings settings,
            ListenerContext context,
            Check check,
            RestartManager restartManager,
            RestartExecutor executor,
            MonitorReport report) {
        List<ProcessPattern> named = Stream.concat(
                        settings.referencedProcesses().stream(), settings.excluded().stream())
                .toList();
        this.context = context;
        this.restartManager = restartManager;
        this.executor = executor;
        this.cycle = new CheckCycle(
                context.supervisor(),
                new ProcessSelector(context.self(), settings.excluded(), named),
                new InstrumentedCheck(check, context.metrics()),
                new RestartPolicy(settings.rules()),
                context.dryRun() ? new DryRunExecutor() : executor,
                context.clock());
        this.events = new InstrumentedEventListener(
                new CheckScheduler(cycle, context.workers(), context.metrics(), context.clock()),
                context.metrics(),
                context.clock());
        this.configCheck = new MonitorConfigCheck(check, settings, report);
        this.report = report;
    }

    /** Finishes what an earlier life of this listener has begun, and is ready for events. */
    @Override
    public void start() {
        restartManager.resume(result -> LOG.info("{}: {}", result.name(), result.sentence()));
        context.workers().execute(this::warnOfUnknownNames);
    }

    @Override
    public void onEvent(Event event) {
        events.onEvent(event);
    }

    @Override
    public void onLost(long number) {
        events.onLost(number);
    }

    /** Shows what one check decides, and waits for the restarts and mails that follow. */
    @Override
    public int runOnce() throws InterruptedException {
        CommandContext process = context.process();
        try {
            List<Decision> decisions = cycle.runCycle(context.clock().instant());
            boolean inColour = process.toTerminal() && !process.environment().containsKey("NO_COLOR");
            process.printer()
                    .print(new DecisionTable(report.valueTitle(), inColour).of(decisions, cycle.unknownNames()));
            report.remarks().forEach(process.printer()::println);
            LogConfigurator.endQuiet();
            boolean restarted = restartManager.awaitIdle(ONCE_RESTART_TIMEOUT);
            return context.queue().drain(ONCE_DELIVERY_TIMEOUT) && restarted ? ExitStatus.OK : ExitStatus.FAILED;
        } catch (CheckException e) {
            process.err().println(context.command() + ": " + e.getMessage());
            return ExitStatus.FAILED;
        }
    }

    @Override
    public List<Diagnostic> check(ConfigCheckContext found) {
        return configCheck.run(found, context.clock().instant());
    }

    /** Finishes restarts under way and delivers what can be delivered, all in less time than supervisord gives. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            restartManager.finish(RESTART_TIMEOUT);
            executor.close();
            context.queue().drain(DELIVERY_TIMEOUT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        context.close();
    }

    private void warnOfUnknownNames() {
        try {
            cycle.warnOfUnknownNames();
        } catch (CheckException e) {
            LOG.warn("{}; trying at the first tick", e.getMessage());
        }
    }
}
