package org.superlance.listener.alert;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says once that a spool directory takes no alerts, and once that it takes them again. */
final class SpoolHealth {

    private static final Logger LOG = LoggerFactory.getLogger(SpoolHealth.class);

    private final SpoolFiles files;
    private boolean broken;

    SpoolHealth(SpoolFiles files) {
        this.files = files;
    }

    void broken(String reason) {
        if (!broken) {
            LOG.error(
                    "An alert cannot be written to the spool directory {} ({}): alerts are kept in memory, and are lost if"
                            + " this listener is killed, until the directory takes them again.",
                    files,
                    reason);
        }
        broken = true;
    }

    void works() {
        if (broken) {
            LOG.info("The spool directory {} takes alerts again.", files);
        }
        broken = false;
    }
}
