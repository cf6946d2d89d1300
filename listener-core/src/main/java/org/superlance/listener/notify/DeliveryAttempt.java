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

    /** Whether this recipient has accepted the alert in an earlier attempt, or has refused it for good. */
    boolean isSettled(String recipient);

    /** Whether any recipient has accepted the alert. */
    boolean isAcceptedByAnybody();

    /** Notes durably that these recipients have accepted the alert. */
    void accepted(Collection<String> recipients);

    /** Notes durably that these recipients have refused the alert for good. */
    void refused(Collection<String> recipients);

    /**
     * Notes durably that from here on the alert may have been accepted, whatever becomes of this attempt, and even if
     * nobody is left to say what became of it.
     */
    void handingOver();

    /** An attempt that is remembered as long as the object. */
    static DeliveryAttempt inMemory() {
        Set<String> accepted = new HashSet<>();
        Set<String> refused = new HashSet<>();
        return new DeliveryAttempt() {
            @Override
            public boolean isSettled(String recipient) {
                return accepted.contains(recipient) || refused.contains(recipient);
            }

            @Override
            public boolean isAcceptedByAnybody() {
                return !accepted.isEmpty();
            }

            @Override
            public void accepted(Collection<String> recipients) {
                accepted.addAll(recipients);
            }

            @Override
            public void refused(Collection<String> recipients) {
                refused.addAll(recipients);
            }

            @Override
            public void handingOver() {}
        };
    }
}
