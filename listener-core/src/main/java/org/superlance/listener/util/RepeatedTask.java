package org.superlance.listener.util;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A task that an executor runs again and again. A fault of one run is logged, once as long as it lasts, and does not keep
 * the next run from being made, as {@link java.util.concurrent.ScheduledExecutorService} would.
 */
public final class RepeatedTask implements Runnable {

    private final String what;
    private final Runnable task;
    private final LogOnce fault = new LogOnce();

    /** @param what it does, for the log: {@code looking at what lasts} */
    public RepeatedTask(String what, Runnable task) {
        this.what = what;
        this.task = task;
    }

    @Override
    public void run() {
        try {
            task.run();
            fault.clear();
        } catch (RuntimeException | VirtualMachineError | LinkageError e) {
            log(e);
        }
    }

    private void log(Throwable problem) {
        try {
            if (fault.raise(problem.getClass().getName())) {
                log().error("{} failed: {}; trying again", what, VmErrors.sentence(problem), problem);
            }
        } catch (VirtualMachineError | LinkageError e) {
            // not even a line is possible now
        }
    }

    private static Logger log() {
        return LoggerFactory.getLogger(RepeatedTask.class);
    }
}
