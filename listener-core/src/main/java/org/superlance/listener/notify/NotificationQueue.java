package org.superlance.listener.notify;

import java.time.Duration;
import java.util.Set;
import java.util.function.Predicate;

/** Keeps alerts until they are accepted, and delivers them in the background. */
public interface NotificationQueue extends AutoCloseable {

    /**
     * Accepts an alert. When this returns the alert is safe: on disk if the notification queue has a directory and the
     * disk takes it, otherwise in memory. Waits for nothing slower than the local disk.
     */
    void accept(Alert alert);

    /**
     * Accepts an alert for some of the receivers only.
     *
     * @param to whether a receiver, by its name among {@link #receivers}, is to get it
     */
    default void accept(Alert alert, Predicate<String> to) {
        accept(alert);
    }

    /** The names of the receivers that it delivers to, the same in each life of the listener. */
    default Set<String> receivers() {
        return Set.of();
    }

    /** How many alerts wait for delivery. */
    int pending();

    /**
     * Delivers what waits.
     *
     * @return whether nothing waits any more; false after the time limit
     */
    boolean drain(Duration limit) throws InterruptedException;

    /**
     * Tries now what waits for its next attempt.
     *
     * @param ids of the alerts that are meant, even if another attempt may bring another copy; none for all others
     */
    default void retry(Set<String> ids) {}

    /** Ends the deliveries. What waits on disk stays there; what waits in memory only is written to the log in full. */
    @Override
    void close();

    /** For a listener without receivers: keeps nothing and logs nothing. */
    static NotificationQueue none() {
        return new NotificationQueue() {
            @Override
            public void accept(Alert alert) {}

            @Override
            public int pending() {
                return 0;
            }

            @Override
            public boolean drain(Duration limit) {
                return true;
            }

            @Override
            public void close() {}
        };
    }

    /** Is told what becomes of single alerts, on any thread, and waits for nothing. */
    interface DeliveryObserver {

        /**
         * An alert was queued or dropped, or there was an attempt to deliver it.
         *
         * @param why it was not delivered, one clause; empty if it was, or was queued
         * @param failures how many attempts have failed so far
         */
        void onOutcome(DeliveryOutcome outcome, Alert alert, String why, int failures);
    }

    /** What becomes of an alert at one destination. */
    enum DeliveryOutcome {
        /** It was taken over, and is to be delivered. */
        QUEUED,
        /** It was accepted. */
        DELIVERED,
        /** An attempt failed; another follows. */
        FAILED,
        /** It was refused for good. */
        REFUSED,
        /** It could not be delivered for a day, and was set aside. */
        GIVEN_UP,
        /** Too many wait already. */
        DROPPED
    }
}
