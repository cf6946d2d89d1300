package org.superlance.listener.testkit;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for something that another process or thread does, with a limit. */
public final class Await {

    private static final long PAUSE_NANOS = Duration.ofMillis(10).toNanos();

    private Await() {}

    /**
     * Returns as soon as the condition holds.
     *
     * @param what what is waited for, as in "nobody saw {what} within 5s"
     * @throws AssertionError if it does not hold within the limit, or the thread is interrupted
     */
    public static void until(String what, Duration limit, BooleanSupplier condition) {
        until(what, limit, condition, () -> "");
    }

    /** @param details what helps to find out why it did not happen; asked for only then */
    public static void until(String what, Duration limit, BooleanSupplier condition, Supplier<String> details) {
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
