package org.superlance.listener.runtime;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.util.Threads;
import org.superlance.listener.util.VmErrors;

/**
 * The worker threads of a listener. Logs the exception that ends a task. All threads are made at the start: where one could
 * not be made later, a task would wait for it without end. With at least one it works; what is missing then is tried
 * again once a minute, after a task.
 */
public final class ListenerExecutor extends ScheduledThreadPoolExecutor {

    private static final long GROWTH_INTERVAL_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final int wanted;
    private volatile long nextGrowth;

    private ListenerExecutor(int threads, ThreadFactory factory) {
        super(1, factory);
        this.wanted = threads;
        setRemoveOnCancelPolicy(true);
    }

    /**
     * One that has so many threads.
     *
     * @throws OutOfMemoryError if not even one can be made
     */
    public static ScheduledExecutorService start(int threads) {
        return start(threads, Threads.numbered("worker"));
    }

    static ScheduledExecutorService start(int threads, ThreadFactory factory) {
        ListenerExecutor executor = new ListenerExecutor(threads, factory);
        try {
            executor.prestartCoreThread();
            executor.grow();
        } catch (OutOfMemoryError e) {
            executor.shutdownNow();
            throw e;
        }
        return executor;
    }

    /** Makes the missing threads, or goes on with those that there are. */
    private void grow() {
        try {
            setCorePoolSize(wanted);
            prestartAllCoreThreads();
        } catch (OutOfMemoryError e) {
            nextGrowth = System.nanoTime() + GROWTH_INTERVAL_NANOS;
            // otherwise each new task would try to make one, and fail
            setCorePoolSize(Math.max(1, getPoolSize()));
            log().warn("{} of {} worker threads: {}", getPoolSize(), wanted, VmErrors.sentence(e));
        }
    }

    /** The future keeps the exception until somebody asks; nobody does, and a repeated task would stop silently. */
    @Override
    protected void afterExecute(Runnable task, @Nullable Throwable fault) {
        super.afterExecute(task, fault);
        if (task instanceof Future<?> future && future.isDone() && !future.isCancelled()) {
            try {
                future.get();
            } catch (ExecutionException e) {
                log(e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        if (getCorePoolSize() < wanted && System.nanoTime() - nextGrowth >= 0 && !isShutdown()) {
            grow();
        }
    }

    private static void log(@Nullable Throwable fault) {
        try {
            log().error("{}", sentence(fault), fault);
        } catch (LinkageError e) {
            // not even a line is possible where the JAR was overwritten, and then JarWatcher says so
        }
    }

    private static String sentence(@Nullable Throwable fault) {
        return fault instanceof OutOfMemoryError
                ? "task given up: " + VmErrors.sentence(fault)
                : "internal error in a task; restart this listener to run it again";
    }

    private static Logger log() {
        return LoggerFactory.getLogger(ListenerExecutor.class);
    }
}
