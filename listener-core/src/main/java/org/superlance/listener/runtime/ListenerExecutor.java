package org.superlance.listener.runtime;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.superlance.listener.util.Threads;

/** The worker threads of a listener. Logs the exception that ends a task. */
public final class ListenerExecutor extends ScheduledThreadPoolExecutor {

    private ListenerExecutor(int threads, ThreadFactory factory) {
        super(threads, factory);
        setRemoveOnCancelPolicy(true);
    }

    public static ScheduledExecutorService start(int threads) {
        return new ListenerExecutor(threads, Threads.numbered("worker"));
    }

    /** The future keeps the exception until somebody asks; nobody does, and a repeated task would stop silently. */
    @Override
    protected void afterExecute(Runnable task, @Nullable Throwable fault) {
        super.afterExecute(task, fault);
        if (task instanceof Future<?> future && future.isDone() && !future.isCancelled()) {
            try {
                future.get();
            } catch (ExecutionException e) {
                logFault(e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void logFault(@Nullable Throwable fault) {
        LoggerFactory.getLogger(ListenerExecutor.class)
                .error(
                        fault instanceof OutOfMemoryError
                                ? "out of memory in a task; raise the heap limit, such as by"
                                        + " SUPERLANCE_JAVA_OPTS=-Xmx128m in environment=, and restart this listener"
                                : "internal error in a task; restart this listener to run it again",
                        fault);
    }
}
