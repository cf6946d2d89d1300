package org.superlance.listener.notify;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** Carries an alert to where it is read. A notifier waits, within its own time limits: call it from a worker only. */
public interface Notifier {

    /**
     * Delivers the alert.
     *
     * @return delivered, only when the other side has accepted it; otherwise why not, and whether to try again
     */
    DeliveryResult deliver(Alert alert) throws InterruptedException;

    /**
     * Delivers the alert to those who have not accepted it yet.
     *
     * @param attempt remembers who has, and whether anybody may have
     */
    default DeliveryResult deliver(Alert alert, DeliveryAttempt attempt) throws InterruptedException {
        return deliver(alert);
    }

    /**
     * Whether a failure is no proof that the alert was not accepted: it is tried again after minutes, not seconds, and set
     * aside after a day.
     */
    default boolean isPatient() {
        return false;
    }

    /**
     * Tells the other side again of what lasts, where it would take it as over otherwise. Called after each round of
     * deliveries, at least every ten seconds while the other side accepts what it gets; does nothing while it is too early,
     * and not more than can be done in a moment.
     *
     * @param standing the alerts about the begins of all states that are not over
     * @return whether it is to be called again at once, after what is to be delivered meanwhile
     */
    default boolean repeat(Supplier<List<Alert>> standing) throws InterruptedException {
        return false;
    }

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

    /**
     * What came of handing an alert over.
     *
     * @param sentence why it was not accepted, for an operator; empty if it was
     * @param notBefore how long the other side has asked to be left alone, by every alert; zero if it has not
     */
    record DeliveryResult(Status status, String sentence, Duration notBefore) {

        /** The other side has accepted it. */
        public static final DeliveryResult DELIVERED = new DeliveryResult(Status.DELIVERED, "", Duration.ZERO);

        /** What is to be done with the alert now. */
        public enum Status {
            /** Nothing more: it is accepted. */
            DELIVERED,
            /** It may work later: the server is down, the command failed. */
            RETRY,
            /** The other side works, but does not take this alert now, or not for all of its recipients. */
            DEFERRED,
            /** Nobody knows whether it was accepted: each further attempt may bring another copy. */
            UNCLEAR,
            /** It works when somebody has changed a URL, a token or the like: hurry is of no use. */
            MISCONFIGURED,
            /** It never will: the server refuses this alert for good. */
            REFUSED
        }

        /** It may work later. */
        public static DeliveryResult retry(String sentence) {
            return retry(sentence, Duration.ZERO);
        }

        /** It may work later, and the other side has asked to be left alone for so long. */
        public static DeliveryResult retry(String sentence, Duration notBefore) {
            return new DeliveryResult(Status.RETRY, sentence, notBefore);
        }

        /** It may work later, and another alert may work now. */
        public static DeliveryResult deferred(String sentence) {
            return new DeliveryResult(Status.DEFERRED, sentence, Duration.ZERO);
        }

        /** It may have been accepted: the other side failed, or fell silent, after it had got all of it. */
        public static DeliveryResult unclear(String sentence) {
            return new DeliveryResult(Status.UNCLEAR, sentence, Duration.ZERO);
        }

        /** It works when somebody has changed the configuration. */
        public static DeliveryResult misconfigured(String sentence) {
            return new DeliveryResult(Status.MISCONFIGURED, sentence, Duration.ZERO);
        }

        /** It never will. */
        public static DeliveryResult refused(String sentence) {
            return new DeliveryResult(Status.REFUSED, sentence, Duration.ZERO);
        }
    }
}
