package org.superlance.listener.notify;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.util.LogOnce;
import org.superlance.listener.util.TextSanitizer;

/** Counts the alerts that a full spool did not take, until a receiver has read how many. */
final class DropCounter {

    private static final Logger LOG = LoggerFactory.getLogger(DropCounter.class);

    private final Notifier notifier;
    private int dropped;
    private final LogOnce full = new LogOnce();

    DropCounter(Notifier notifier) {
        this.notifier = notifier;
    }

    synchronized void onAccepted() {
        full.clear();
    }

    synchronized void onDropped(Alert alert) {
        dropped++;
        if (full.raise()) {
            LOG.error(
                    "The spool is full: the alert '{}' and those after it do not go to {} until there is room. The next"
                            + " alert that is delivered says how many were dropped.",
                    TextSanitizer.singleLine(alert.subject(), 200),
                    notifier);
        }
    }

    synchronized int count() {
        return dropped;
    }

    /** The alert, which also says that so many others were dropped. */
    static Alert addCount(int count, Alert alert) {
        if (count == 0) {
            return alert;
        }
        String notice = count == 1 ? "1 alert was" : count + " alerts were";
        String text = notice + " dropped because the spool was full.\n\n" + alert.text();
        return new Alert(alert.id(), alert.time(), alert.subject(), text, alert.labels());
    }

    synchronized void onReported(int count) {
        dropped -= count;
    }
}
