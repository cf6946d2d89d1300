package org.superlance.listener.http;

import java.io.Closeable;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The thread that cuts calls whose time is up, and that closes connections nobody uses any more. */
public final class TimeoutScheduler implements Closeable {

    private final ScheduledThreadPoolExecutor alarms = new ScheduledThreadPoolExecutor(1, TimeoutScheduler::thread);
    private final Set<CallTimeout> running = ConcurrentHashMap.newKeySet();

    public TimeoutScheduler() {
        alarms.setRemoveOnCancelPolicy(true);
    }

    /** @throws RejectedExecutionException if it is closed */
    public CallTimeout start(Duration limit) {
        CallTimeout timeout = new CallTimeout(limit, this);
        running.add(timeout);
        try {
            timeout.setTimer(schedule(limit, timeout::expire));
        } catch (RejectedExecutionException e) {
            running.remove(timeout);
            throw e;
        }
        return timeout;
    }

    Future<?> schedule(Duration delay, Runnable action) {
        return alarms.schedule(action, delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    void cancel(CallTimeout timeout) {
        running.remove(timeout);
    }

    /** Aborts every call under way. */
    @Override
    public void close() {
        alarms.shutdownNow();
        running.forEach(CallTimeout::abort);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "http-watchdog");
        thread.setDaemon(true);
        return thread;
    }
}
