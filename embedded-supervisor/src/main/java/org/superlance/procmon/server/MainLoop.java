package org.superlance.procmon.server;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs everything that concerns the state of processes on one thread, one task after the other. */
public final class MainLoop implements Executor {

    private static final Logger LOG = LoggerFactory.getLogger(MainLoop.class);

    /** The work between two tasks. */
    interface Pass {

        /** Returns how long to wait for the next task; negative to end the loop. */
        Duration run();
    }

    private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    /** Runs a query on the loop; the future never completes if the loop has ended. */
    public <T> CompletableFuture<T> submit(Supplier<T> query) {
        return CompletableFuture.supplyAsync(query, this);
    }

    void run(Pass pass) throws InterruptedException {
        for (Duration wait = pass.run(); !wait.isNegative(); wait = pass.run()) {
            Runnable task = tasks.poll(wait.toNanos(), TimeUnit.NANOSECONDS);
            while (task != null) {
                perform(task);
                task = tasks.poll();
            }
        }
    }

    private static void perform(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | VirtualMachineError | LinkageError e) {
            LOG.error("internal error in the main loop; continuing", e);
        }
    }
}
