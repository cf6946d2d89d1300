package org.superlance.listener.cli;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads of a listener beside the protocol thread: one for checks, the others for restarts. */
final class Workers {

    private static final int NUMBER = 4;

    private Workers() {}

    static ScheduledExecutorService start() {
        AtomicInteger number = new AtomicInteger();
        ScheduledThreadPoolExecutor workers = new ScheduledThreadPoolExecutor(NUMBER, task -> {
            Thread thread = new Thread(task, "worker-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        workers.setRemoveOnCancelPolicy(true);
        return workers;
    }
}
