package org.superlance.listener.alert;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.util.TextSanitizer;

/** Counts the alerts that a full spool did not take, until a receiver has read how many. */
final class Overflow {

    private static final Logger LOG = LoggerFactory.getLogger(Overflow.class);

    private final Courier courier;
    private int dropped;
    private boolean full;

    Overflow(Courier courier) {
        this.courier = courier;
    }

    synchronized void kept() {
        full = false;
    }

    synchronized void dropped(Alert alert) {
        dropped++;
        if (!full) {
            LOG.error(
                    "The spool is full: the alert '{}' and those after it do not go to {} until there is room. The next"
                            + " alert that is delivered says how many were dropped.",
                    TextSanitizer.singleLine(alert.subject(), 200),
                    courier);
        }
        full = true;
    }

    synchronized int count() {
        return dropped;
    }

    /** The alert, which also says that so many others were dropped. */
    static Alert mention(int count, Alert alert) {
        if (count == 0) {
            return alert;
        }
        String notice = count == 1 ? "1 alert was" : count + " alerts were";
        String text = notice + " dropped because the spool was full.\n\n" + alert.text();
        return new Alert(alert.id(), alert.time(), alert.subject(), text, alert.labels());
    }

    synchronized void mentioned(int count) {
        dropped -= count;
    }
}
