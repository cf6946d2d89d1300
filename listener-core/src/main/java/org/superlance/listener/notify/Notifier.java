package org.superlance.listener.notify;

import java.util.List;

/** Carries an alert to where it is read. A notifier waits, within its own time limits: call it from a worker only. */
public interface Notifier {

    /**
     * Delivers the alert.
     *
     * @return delivered, only when the other side has accepted it; otherwise why not, and whether to try again
     */
    DeliveryResult deliver(Alert alert) throws InterruptedException;

    /**
     * Looks for what would keep it from delivering now, as far as that can be seen without delivering anything. Waits,
     * within its own time limits.
     *
     * @return a sentence with the remedy for each trouble
     */
    default List<String> probe() throws InterruptedException {
        return List.of();
    }

    /** Where alerts go, for a log line: never a password. */
    @Override
    String toString();
}
