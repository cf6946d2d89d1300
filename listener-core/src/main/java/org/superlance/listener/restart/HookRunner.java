package org.superlance.listener.restart;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.superlance.listener.util.Threads;

/**
 * Threads for what takes long around a restart, such as a command: the workers of the listener are for steps that are
 * over soon. Makes none before one is needed.
 */
final class HookRunner {

    /** At the same time; the others wait. */
    static final int MAX_CONCURRENT = 16;

    private static final long IDLE_SECONDS = 10;

    private @Nullable ThreadPoolExecutor threads;

    /**
     * Runs that as soon as a thread is free; whoever cancels it interrupts it.
     *
     * @throws OutOfMemoryError if there is no thread for it
     */
    synchronized Future<?> run(Runnable work) {
        ThreadPoolExecutor executor = threads;
        if (executor == null) {
            executor = new ThreadPoolExecutor(
                    MAX_CONCURRENT,
                    MAX_CONCURRENT,
                    IDLE_SECONDS,
                    TimeUnit.SECONDS,
                    new LinkedBlockingQueue<>(),
                    Threads.numbered("hook"));
            executor.allowCoreThreadTimeOut(true);
            threads = executor;
        }
        return executor.submit(work);
    }

    /** Whether anything was ever run. */
    synchronized boolean isUsed() {
        return threads != null;
    }

    /** Interrupts all that runs, and waits a moment for it to have killed its commands. */
    void close(Duration limit) throws InterruptedException {
        ThreadPoolExecutor executor;
        synchronized (this) {
            executor = threads;
        }
        if (executor != null) {
            executor.shutdownNow();
            executor.awaitTermination(limit.toMillis(), TimeUnit.MILLISECONDS);
        }
    }
}
