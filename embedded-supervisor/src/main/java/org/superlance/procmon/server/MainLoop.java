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
import org.superlance.listener.util.VmErrors;

/** Runs everything that concerns the state of processes on one thread, one task after the other. */
public final class MainLoop implements Executor {

    private static final Logger LOG = LoggerFactory.getLogger(MainLoop.class);

    /** The work between two tasks. */
    interface Pass {

        /** Returns how long to wait for the next task; negative to end the loop. */
        Duration run();
    }

    /** After a pass that has failed, before the next one. */
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    /** Runs a query on the loop; the future never completes if the loop has ended. */
    public <T> CompletableFuture<T> submit(Supplier<T> query) {
        return CompletableFuture.supplyAsync(query, this);
    }

    /** Goes on after any failure: without the loop, no process is stopped any more, and the server cannot be ended. */
    void run(Pass pass) throws InterruptedException {
        for (Duration wait = attempt(pass); !wait.isNegative(); wait = attempt(pass)) {
            Runnable task = tasks.poll(wait.toNanos(), TimeUnit.NANOSECONDS);
            while (task != null) {
                perform(task);
                task = tasks.poll();
            }
        }
    }

    private static Duration attempt(Pass pass) {
        try {
            return pass.run();
        } catch (RuntimeException | VirtualMachineError | LinkageError e) {
            log(e);
            return PAUSE;
        }
    }

    private static void perform(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | VirtualMachineError | LinkageError e) {
            log(e);
        }
    }

    private static void log(Throwable failure) {
        try {
            if (failure instanceof OutOfMemoryError) {
                LOG.error("error in the main loop; continuing: {}", VmErrors.sentence(failure));
            } else {
                LOG.error("internal error in the main loop; continuing", failure);
            }
        } catch (VirtualMachineError e) {
            // there is no memory even to say so, and there may be some a moment later
        }
    }
}
