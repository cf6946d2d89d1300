package org.superlance.listener.testkit;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for something that another process or thread does, with a limit. */
public final class Await {

    /**
     * The limit of every wait. It ends a test that hangs and says nothing about speed: what takes a second on a quiet
     * machine may take a minute on a busy one.
     */
    public static final Duration LIMIT = Duration.ofMinutes(10);

    private static final long PAUSE_NANOS = Duration.ofMillis(10).toNanos();

    private Await() {}

    /**
     * Returns as soon as the condition holds.
     *
     * @param what what is waited for, as in "nobody saw {what} within PT10M"
     * @throws AssertionError if it does not hold within {@link #LIMIT}, or the thread is interrupted
     */
    public static void until(String what, BooleanSupplier condition) {
        until(what, condition, () -> "");
    }

    /** @param details what helps to find out why it did not happen; asked for only then */
    public static void until(String what, BooleanSupplier condition, Supplier<String> details) {
        until(what, LIMIT, condition, details);
    }

    /** For the test of what is said when the limit is over. */
    static void until(String what, Duration limit, BooleanSupplier condition, Supplier<String> details) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (Thread.currentThread().isInterrupted()) {
                throw new AssertionError("interrupted while waiting for " + what + "\n" + details.get());
            }
            if (System.nanoTime() - start > limit.toNanos()) {
                throw new AssertionError("nobody saw " + what + " within " + limit + "\n" + details.get());
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}
