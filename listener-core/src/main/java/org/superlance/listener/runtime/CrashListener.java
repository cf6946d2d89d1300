package org.superlance.listener.runtime;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.superlance.listener.cli.CommandContext;
import org.superlance.listener.cli.HostName;
import org.superlance.listener.cli.ListenerExecutor;
import org.superlance.listener.cli.ListenerStateStore;
import org.superlance.listener.crash.FailureEventListener;
import org.superlance.listener.crash.FailureHandler;
import org.superlance.listener.crash.FailureQueue;
import org.superlance.listener.crash.LostEventRecovery;
import org.superlance.listener.event.EventListener;
import org.superlance.listener.notify.NotificationQueue;
import org.superlance.listener.supervisor.SupervisorClient;

/** Puts a telling plugin and the core together, and takes it all apart again at the end. */
final class CrashListener implements RunningListener {

    /** supervisord gives a listener ten seconds to end, by default: these two make seven. */
    private static final Duration HANDLER_TIMEOUT = Duration.ofSeconds(3);

    private static final Duration DELIVERY_TIMEOUT = Duration.ofSeconds(4);

    private final SupervisorClient supervisor;
    private final ListenerStateStore state;
    private final FailureQueue failureQueue;
    private final NotificationQueue queue;
    private final FailureHandler handler;
    private final FailureEventListener failureEventListener;
    private final ScheduledExecutorService worker = ListenerExecutor.start(1);
    private final CommandContext context;
    private final AtomicBoolean closed = new AtomicBoolean();

    CrashListener(CrashCommand plugin, SupervisorClient supervisor, ListenerStateStore state, CommandContext context) {
        this.supervisor = supervisor;
        this.state = state;
        this.context = context;
        this.failureQueue = state.failureQueue();
        this.queue = plugin.listener().isDryRun() ? NotificationQueue.none() : plugin.queue(state, context);
        ListenerEnvironment place =
                new ListenerEnvironment(HostName.name(context), state.directory(), context.clock(), state.metrics());
        this.handler = plugin.handler(new CrashContext(place, failureQueue, queue, supervisor));
        this.failureEventListener = new FailureEventListener(
                plugin::wants,
                failureQueue,
                handler,
                new LostEventRecovery(supervisor, context.clock().getZone()),
                worker,
                context.clock());
    }

    @Override
    public EventListener listener() {
        failureEventListener.start();
        return new InstrumentedEventListener(failureEventListener, state.metrics(), context.clock());
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            if (state.directory().isEmpty()) {
                // nothing of it is on disk: what waits is told now or never
                worker.execute(() -> handler.flush(context.clock().instant()));
            }
            worker.shutdown();
            if (!worker.awaitTermination(HANDLER_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
                worker.shutdownNow();
            }
            queue.drain(DELIVERY_TIMEOUT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        queue.close();
        failureQueue.close();
        supervisor.close();
        state.close();
    }
}
