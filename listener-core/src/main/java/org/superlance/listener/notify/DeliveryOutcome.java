package org.superlance.listener.notify;

/** What becomes of an alert at one destination. */
public enum DeliveryOutcome {
    /** It was taken over, and is to be delivered. */
    QUEUED,
    /** It was accepted. */
    DELIVERED,
    /** An attempt failed; another follows. */
    FAILED,
    /** It was refused for good. */
    REFUSED,
    /** Too many wait already. */
    DROPPED
}
