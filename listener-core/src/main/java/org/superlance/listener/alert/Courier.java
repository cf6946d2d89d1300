package org.superlance.listener.alert;

import java.util.List;

/** Carries an alert to where it is read. A courier waits, within its own time limits: call it from a worker only. */
public interface Courier {

    /**
     * Delivers the alert, and returns only when the other side has accepted it.
     *
     * @throws DeliveryException if it was not accepted; {@link DeliveryException#isFinal} tells whether trying again is
     *     of any use
     */
    void deliver(Alert alert) throws DeliveryException, InterruptedException;

    /**
     * Looks for what would keep it from delivering now, as far as that can be seen without delivering anything. Waits,
     * within its own time limits.
     *
     * @return a sentence with the remedy for each trouble
     */
    default List<String> troubles() throws InterruptedException {
        return List.of();
    }

    /** Where alerts go, for a log line: never a password. */
    @Override
    String toString();
}
