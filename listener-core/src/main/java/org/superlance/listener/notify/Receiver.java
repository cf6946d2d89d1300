package org.superlance.listener.notify;

/**
 * Somebody to notify.
 *
 * @param kind how, in one word
 * @param spool the name of the directory in which its alerts wait; the same in each life of the listener
 */
public record Receiver(String kind, String spool, Notifier notifier) {

    static Receiver mail(Notifier notifier) {
        return new Receiver("mail", "outbox", notifier);
    }

    /** @param id tells it from others of its kind */
    static Receiver of(String kind, String id, Notifier notifier) {
        return new Receiver(kind, "outbox-" + kind + "-" + id, notifier);
    }
}
