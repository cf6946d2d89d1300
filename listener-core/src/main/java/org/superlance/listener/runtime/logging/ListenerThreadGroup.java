package org.superlance.listener.runtime.logging;

import java.util.Optional;
import org.slf4j.LoggerFactory;

/**
 * The threads of one of several listeners in a process. Whatever a thread of it starts belongs to it too; so each line
 * in the log can say whose it is, and each listener can log as much as its own options ask for.
 */
public final class ListenerThreadGroup extends ThreadGroup {

    private volatile boolean verbose;
    private volatile boolean json;

    /** @param listener its name in the log */
    public ListenerThreadGroup(String listener) {
        super(listener);
    }

    /** Those that the calling thread belongs to; empty in a process with one listener. */
    static Optional<ListenerThreadGroup> current() {
        for (ThreadGroup group = Thread.currentThread().getThreadGroup(); group != null; group = group.getParent()) {
            if (group instanceof ListenerThreadGroup threads) {
                return Optional.of(threads);
            }
        }
        return Optional.empty();
    }

    boolean isVerbose() {
        return verbose;
    }

    boolean isJson() {
        return json;
    }

    void setJson() {
        json = true;
    }

    void setVerbose() {
        verbose = true;
    }

    /** Logs the exception; the JVM would print it between the lines of the log. */
    @Override
    public void uncaughtException(Thread thread, Throwable fault) {
        LoggerFactory.getLogger(ListenerThreadGroup.class)
                .error("uncaught exception in thread {}", thread.getName(), fault);
    }
}
