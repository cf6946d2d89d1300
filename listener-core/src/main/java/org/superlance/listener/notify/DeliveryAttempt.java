package org.superlance.listener.notify;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * One attempt to deliver an alert, for a notifier whose receiver may accept an alert without saying so, or for some of
 * its recipients only. What is noted here outlives the listener, where it has a state directory. For the thread of the
 * attempt only.
 */
public interface DeliveryAttempt {

    /** Whether this recipient has accepted the alert in an earlier attempt: it is not to get it again. */
    boolean hasAccepted(String recipient);

    /** Notes durably that these recipients have accepted the alert, or have refused it for good. */
    void settled(Collection<String> recipients);

    /**
     * Notes durably that from here on the alert may have been accepted, whatever becomes of this attempt, and even if
     * nobody is left to say what became of it.
     */
    void handingOver();

    /** An attempt that is remembered as long as the object. */
    static DeliveryAttempt inMemory() {
        Set<String> settled = new HashSet<>();
        return new DeliveryAttempt() {
            @Override
            public boolean hasAccepted(String recipient) {
                return settled.contains(recipient);
            }

            @Override
            public void settled(Collection<String> recipients) {
                settled.addAll(recipients);
            }

            @Override
            public void handingOver() {}
        };
    }
}
