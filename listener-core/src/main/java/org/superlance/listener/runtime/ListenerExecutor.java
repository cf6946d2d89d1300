package org.superlance.listener.runtime;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.superlance.listener.util.Threads;

/** The threads of a listener beside the protocol thread. What ends a task of theirs too early is in the log. */
public final class ListenerExecutor extends ScheduledThreadPoolExecutor {

    private ListenerExecutor(int threads, ThreadFactory factory) {
        super(threads, factory);
        setRemoveOnCancelPolicy(true);
    }

    public static ScheduledExecutorService start(int threads) {
        return new ListenerExecutor(threads, Threads.numbered("worker"));
    }

    /** An executor keeps the fault for whoever asks; nobody asks, and a task that is repeated would just stop. */
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
                                ? "a task has ended for lack of memory; give more, as by"
                                        + " SUPERLANCE_JAVA_OPTS=-Xmx128m in environment=, and restart this listener"
                                : "internal error in a task; restart this listener to have it done",
                        fault);
    }
}
