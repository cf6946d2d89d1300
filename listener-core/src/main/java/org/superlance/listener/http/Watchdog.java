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
public final class Watchdog implements Closeable {

    private final ScheduledThreadPoolExecutor alarms = new ScheduledThreadPoolExecutor(1, Watchdog::thread);
    private final Set<Deadline> running = ConcurrentHashMap.newKeySet();

    public Watchdog() {
        alarms.setRemoveOnCancelPolicy(true);
    }

    /** @throws RejectedExecutionException if it is closed */
    public Deadline start(Duration limit) {
        Deadline deadline = new Deadline(limit, this);
        running.add(deadline);
        try {
            deadline.alarm(after(limit, deadline::expire));
        } catch (RejectedExecutionException e) {
            running.remove(deadline);
            throw e;
        }
        return deadline;
    }

    Future<?> after(Duration delay, Runnable action) {
        return alarms.schedule(action, delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    void forget(Deadline deadline) {
        running.remove(deadline);
    }

    /** Aborts every call under way. */
    @Override
    public void close() {
        alarms.shutdownNow();
        running.forEach(Deadline::abort);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "http-watchdog");
        thread.setDaemon(true);
        return thread;
    }
}
