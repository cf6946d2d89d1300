package org.superlance.listener.runtime;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.superlance.listener.crash.FailureEventListener;
import org.superlance.listener.crash.FailureHandler;
import org.superlance.listener.crash.FailureQueue;
import org.superlance.listener.crash.LostEventRecovery;
import org.superlance.listener.event.Event;
import org.superlance.listener.event.EventListener;

/** A listener that notifies people of failures of processes. */
public final class CrashListener implements RunningListener {

    /** supervisord gives a listener ten seconds to end, by default: these two make seven. */
    private static final Duration HANDLER_TIMEOUT = Duration.ofSeconds(3);

    private static final Duration DELIVERY_TIMEOUT = Duration.ofSeconds(4);

    private final ListenerContext context;
    private final FailureQueue failureQueue;
    private final FailureHandler handler;
    private final FailureEventListener failureEventListener;
    private final EventListener events;
    private final CrashReportOnce once;
    private final AtomicBoolean started = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();

    /** Puts the parts together. */
    public CrashListener(CrashCommand plugin, ListenerContext context) {
        this.context = context;
        this.failureQueue = context.state().failureQueue();
        ListenerEnvironment place =
                new ListenerEnvironment(context.host(), context.directory(), context.clock(), context.metrics());
        this.handler = plugin.handler(new CrashContext(place, failureQueue, context.queue(), context.supervisor()));
        this.failureEventListener = new FailureEventListener(
                plugin::wants,
                failureQueue,
                handler,
                new LostEventRecovery(context.supervisor(), context.clock().getZone()),
                context.workers(),
                context.clock());
        this.events = new InstrumentedEventListener(failureEventListener, context.metrics(), context.clock());
        this.once = new CrashReportOnce(plugin, context, failureQueue, handler);
    }

    @Override
    public void start() {
        started.set(true);
        failureEventListener.start();
    }

    @Override
    public void onEvent(Event event) {
        events.onEvent(event);
    }

    @Override
    public void onLost(long number) {
        events.onLost(number);
    }

    @Override
    public int runOnce() throws InterruptedException {
        return once.run();
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            if (started.get() && context.directory().isEmpty()) {
                // nothing of it is on disk: what waits is told now or never
                context.workers().execute(() -> handler.flush(context.clock().instant()));
            }
            context.workers().shutdown();
            if (!context.workers().awaitTermination(HANDLER_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
                context.workers().shutdownNow();
            }
            if (started.get()) {
                context.queue().drain(DELIVERY_TIMEOUT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        context.queue().close();
        failureQueue.close();
        context.close();
    }
}
