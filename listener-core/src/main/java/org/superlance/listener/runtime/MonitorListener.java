package org.superlance.listener.runtime;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.cli.CommandContext;
import org.superlance.listener.cli.HostName;
import org.superlance.listener.cli.ListenerExecutor;
import org.superlance.listener.cli.ListenerStateStore;
import org.superlance.listener.event.EventListener;
import org.superlance.listener.metrics.Metrics;
import org.superlance.listener.notify.NotificationQueue;
import org.superlance.listener.restart.CheckCycle;
import org.superlance.listener.restart.CheckException;
import org.superlance.listener.restart.CheckScheduler;
import org.superlance.listener.restart.Decision;
import org.superlance.listener.restart.DryRunExecutor;
import org.superlance.listener.restart.ProcessSelector;
import org.superlance.listener.restart.RestartExecutor;
import org.superlance.listener.restart.RestartManager;
import org.superlance.listener.restart.RestartPolicy;
import org.superlance.listener.supervisor.ProcessPattern;
import org.superlance.listener.supervisor.SupervisorClient;

/** Puts a restarting plugin and the core together, and takes it all apart again at the end. */
final class MonitorListener implements RunningListener {

    private static final Logger LOG = LoggerFactory.getLogger(MonitorListener.class);

    /** supervisord gives a listener ten seconds to end, by default: these two make eight. */
    private static final Duration RESTART_TIMEOUT = Duration.ofSeconds(6);

    /** One for checks, the others for restarts. */
    private static final int THREADS = 4;

    private static final Duration DELIVERY_TIMEOUT = Duration.ofSeconds(2);

    private final SupervisorClient supervisor;
    private final ListenerStateStore state;
    private final NotificationQueue queue;
    private final ScheduledExecutorService workers;
    private final RestartManager restartManager;
    private final CheckCycle cycle;
    private final RestartExecutor executor;
    private final InstantSource clock;
    private final AtomicBoolean closed = new AtomicBoolean();

    MonitorListener(
            MonitorCommand plugin,
            SupervisorClient supervisor,
            ListenerStateStore state,
            ProcessSelector selector,
            CommandContext context) {
        boolean dryRun = plugin.listener().isDryRun();
        this.supervisor = supervisor;
        this.state = state;
        this.workers = ListenerExecutor.start(THREADS);
        this.queue = dryRun ? NotificationQueue.none() : plugin.mail().queue(state, context);
        Metrics metrics = state.metrics();
        this.restartManager = new RestartManager(supervisor, state.journal(context.clock()), workers, metrics);
        ListenerEnvironment place =
                new ListenerEnvironment(HostName.name(context), state.directory(), context.clock(), metrics);
        this.executor = dryRun ? new DryRunExecutor() : plugin.executor(restartManager, queue, place);
        this.cycle = new CheckCycle(
                supervisor,
                selector,
                new InstrumentedCheck(plugin.check(place), metrics),
                new RestartPolicy(plugin.rules().rules(plugin.maxConcurrentRestarts())),
                executor,
                context.clock());
        this.clock = context.clock();
    }

    /** Finishes what an earlier life of this listener has begun, and is ready for events. */
    @Override
    public EventListener listener() {
        restartManager.resume(report -> LOG.info("{}: {}", report.name(), report.sentence()));
        workers.execute(this::warnOfUnknownNames);
        return new InstrumentedEventListener(
                new CheckScheduler(cycle, workers, state.metrics(), clock), state.metrics(), clock);
    }

    /** Checks once. */
    List<Decision> check() throws CheckException {
        return cycle.runCycle(clock.instant());
    }

    /** The names in the options that supervisord does not know, as far as a check has shown. */
    List<ProcessPattern> unknownNames() {
        return List.copyOf(cycle.unknownNames());
    }

    /**
     * Waits for restarts and mails.
     *
     * @return whether all restarts were finished and all mails accepted in time
     */
    boolean await(Duration restarts, Duration mails) throws InterruptedException {
        boolean restarted = restartManager.awaitIdle(restarts);
        return queue.drain(mails) && restarted;
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
            queue.drain(DELIVERY_TIMEOUT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        workers.shutdownNow();
        queue.close();
        supervisor.close();
        state.close();
    }

    private void warnOfUnknownNames() {
        try {
            cycle.warnOfUnknownNames();
        } catch (CheckException e) {
            LOG.warn("{}; trying at the first tick", e.getMessage());
        }
    }
}
