package org.superlance.listener.alert;

/** What becomes of an alert at one destination. */
public enum AlertFate {
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
