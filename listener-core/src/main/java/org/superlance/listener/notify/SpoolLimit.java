package org.superlance.listener.notify;

/**
 * How much a spool holds.
 *
 * @param alerts how many alerts at most
 * @param bytes how many bytes in all at most
 */
public record SpoolLimit(int alerts, long bytes) {

    /** 10,000 alerts, 64 MiB. */
    public static final SpoolLimit DISK = new SpoolLimit(10_000, 64L << 20);

    /** 100,000 failures, 64 MiB: each is small, and a crowd of programs may die at once. */
    public static final SpoolLimit INCIDENTS = new SpoolLimit(100_000, 64L << 20);

    /** 1,000 alerts, 4 MiB: a listener's heap is small. */
    public static final SpoolLimit MEMORY = new SpoolLimit(1_000, 4L << 20);

    boolean allows(int alertsThen, long bytesThen) {
        return alertsThen <= alerts && bytesThen <= bytes;
    }
}
