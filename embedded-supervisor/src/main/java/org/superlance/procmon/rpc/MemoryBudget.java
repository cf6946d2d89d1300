package org.superlance.procmon.rpc;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.superlance.listener.supervisor.Fault;

/**
 * Bounds the memory that large requests and answers of all connections take together. What a thread has reserved is its own
 * until it releases it.
 */
final class MemoryBudget {

    /** The smallest heap is given enough to answer one call that reads a whole log. */
    private static final long MIN_CAPACITY = 16L << 20;

    private static final int UNIT = 1_024;

    /** Less than this is not counted: it is bounded by the number of connections. */
    static final long SMALL = 64 * 1_024;

    private final int capacity;
    private final Duration patience;
    private final Semaphore free;
    private final ThreadLocal<Integer> reserved = ThreadLocal.withInitial(() -> 0);

    /**
     * @param bytes at most this much in all
     * @param patience how long a thread waits for others
     */
    MemoryBudget(long bytes, Duration patience) {
        this.capacity = (int) (bytes / UNIT);
        this.patience = patience;
        this.free = new Semaphore(capacity, true);
    }

    /** A third of the heap. */
    static MemoryBudget ofHeap() {
        return new MemoryBudget(Math.max(MIN_CAPACITY, Runtime.getRuntime().maxMemory() / 3), Duration.ofSeconds(10));
    }

    /**
     * Reserves so many bytes more, and waits for them while others have them. {@link #SMALL} amounts are not counted.
     *
     * @throws ExhaustedException if they do not become free, or would be more than there are
     */
    void reserve(long bytes) throws ExhaustedException, InterruptedException {
        if (bytes < SMALL) {
            return;
        }
        long units = (bytes + UNIT - 1) / UNIT;
        if (reserved.get() + units > capacity
                || !free.tryAcquire((int) units, patience.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new ExhaustedException();
        }
        reserved.set(reserved.get() + (int) units);
    }

    /** Releases what the thread has reserved beyond so many bytes. */
    void shrinkTo(long bytes) {
        int kept = (int) Math.min(reserved.get(), (bytes + UNIT - 1) / UNIT);
        free.release(reserved.get() - kept);
        reserved.set(kept);
    }

    /** Releases all that the thread has reserved. */
    void release() {
        shrinkTo(0);
        reserved.remove();
    }

    /** Large requests and answers take as much memory as they may; a fault if that shows while a call is performed. */
    static final class ExhaustedException extends RpcFaultException {

        private static final long serialVersionUID = 1L;

        private ExhaustedException() {
            super(
                    Fault.FAILED,
                    "large requests and answers take all memory set aside for them; ask later, or for less");
        }
    }
}
