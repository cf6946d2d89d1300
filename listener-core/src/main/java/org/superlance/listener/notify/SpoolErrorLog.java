package org.superlance.listener.notify;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says once that a spool directory takes no alerts, and once that it takes them again. */
final class SpoolErrorLog {

    private static final Logger LOG = LoggerFactory.getLogger(SpoolErrorLog.class);

    private final SpoolDirectory files;
    private boolean broken;

    SpoolErrorLog(SpoolDirectory files) {
        this.files = files;
    }

    void onError(String reason) {
        if (!broken) {
            LOG.error(
                    "An alert cannot be written to the spool directory {} ({}): alerts are kept in memory, and are lost if"
                            + " this listener is killed, until the directory takes them again.",
                    files,
                    reason);
        }
        broken = true;
    }

    void onRecovered() {
        if (broken) {
            LOG.info("The spool directory {} takes alerts again.", files);
        }
        broken = false;
    }
}
