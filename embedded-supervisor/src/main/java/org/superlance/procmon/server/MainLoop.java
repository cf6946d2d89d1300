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

/** One thread that does everything that has to do with the state of processes, one thing after the other. */
public final class MainLoop implements Executor {

    private static final Logger LOG = LoggerFactory.getLogger(MainLoop.class);

    /** What is to be done between two tasks. */
    interface Pass {

        /** Returns how long to wait for the next task; a negative time is the end. */
        Duration run();
    }

    private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    /** Has the loop find something out; the answer never comes if the loop has ended. */
    public <T> CompletableFuture<T> submit(Supplier<T> question) {
        return CompletableFuture.supplyAsync(question, this);
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
        } catch (RuntimeException e) {
            LOG.error("Something failed that must not; the programs go on", e);
        }
    }
}
