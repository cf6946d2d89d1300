package org.superlance.listener.runtime;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.cli.CommandContext;
import org.superlance.listener.cli.HostName;
import org.superlance.listener.cli.ListenerExecutor;
import org.superlance.listener.cli.ListenerStateStore;
import org.superlance.listener.event.EventListener;
import org.superlance.listener.notify.NotificationQueue;
import org.superlance.listener.restart.ProcessSelector;
import org.superlance.listener.restart.RestartManager;
import org.superlance.listener.supervisor.SupervisorClient;

/** Puts a guard and the core together, and takes it all apart again at the end. */
final class WatcherListener implements RunningListener {

    private static final Logger LOG = LoggerFactory.getLogger(WatcherListener.class);

    /** supervisord gives a listener ten seconds to end, by default: these two make eight. */
    private static final Duration RESTART_TIMEOUT = Duration.ofSeconds(6);

    private static final Duration DELIVERY_TIMEOUT = Duration.ofSeconds(2);

    private final SupervisorClient supervisor;
    private final ListenerStateStore state;
    private final NotificationQueue queue;
    private final ScheduledExecutorService worker = ListenerExecutor.start(1);
    private final RestartManager restartManager;
    private final ProcessWatcher watcher;
    private final Clock clock;
    private final AtomicBoolean closed = new AtomicBoolean();

    WatcherListener(
            WatcherCommand plugin,
            SupervisorClient supervisor,
            ListenerStateStore state,
            ProcessSelector selector,
            CommandContext context) {
        this.supervisor = supervisor;
        this.state = state;
        this.queue = plugin.listener().isDryRun() ? NotificationQueue.none() : plugin.queue(state, context);
        this.clock = context.clock();
        this.restartManager = new RestartManager(supervisor, state.journal(clock), worker, state.metrics());
        ListenerEnvironment place =
                new ListenerEnvironment(HostName.name(context), state.directory(), clock, state.metrics());
        this.watcher = plugin.watcher(new WatcherContext(place, selector, supervisor, queue, restartManager, worker));
    }

    /** Finishes what an earlier life of this listener has begun, and is ready for events. */
    @Override
    public EventListener listener() {
        restartManager.resume(report -> LOG.info("{}: {}", report.name(), report.sentence()));
        watcher.start();
        return new InstrumentedEventListener(watcher, state.metrics(), clock);
    }

    ProcessWatcher watcher() {
        return watcher;
    }

    /** Returns whether all that was to be told was accepted in time. */
    boolean deliver(Duration limit) throws InterruptedException {
        return queue.drain(limit);
    }

    /** Finishes what is under way and delivers what can be delivered, all in less time than supervisord gives. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            watcher.stop();
            restartManager.finish(RESTART_TIMEOUT);
            queue.drain(DELIVERY_TIMEOUT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        worker.shutdownNow();
        queue.close();
        supervisor.close();
        state.close();
    }
}
