package org.superlance.listener.util;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Makes all threads but the JVM's own. They are daemons, so that none keeps the JVM from ending, and they have a name.
 * Each is in the thread group of who makes it, unless another one is named.
 */
public final class Threads {

    private Threads() {}

    /** A thread that is not started yet. */
    public static Thread daemon(String name, Runnable work) {
        return daemon(null, name, work, 0);
    }

    /** A thread of that group that is not started yet. */
    public static Thread daemon(ThreadGroup group, String name, Runnable work) {
        return daemon(group, name, work, 0);
    }

    /** A thread that runs already. */
    public static Thread start(String name, Runnable work) {
        return start(name, work, 0);
    }

    /**
     * A thread that runs already.
     *
     * @param stackSize in bytes; 0 for the JVM's default
     */
    public static Thread start(String name, Runnable work, long stackSize) {
        Thread thread = daemon(null, name, work, stackSize);
        thread.start();
        return thread;
    }

    /** Makes threads that all have this name. */
    public static ThreadFactory factory(String name) {
        return work -> daemon(name, work);
    }

    /** Makes threads that are named {@code prefix-1}, {@code prefix-2} and so on. */
    public static ThreadFactory numbered(String prefix) {
        AtomicInteger number = new AtomicInteger();
        return work -> daemon(prefix + "-" + number.incrementAndGet(), work);
    }

    private static Thread daemon(@Nullable ThreadGroup group, String name, Runnable work, long stackSize) {
        Thread thread = new Thread(group, work, name, stackSize);
        thread.setDaemon(true);
        return thread;
    }
}
