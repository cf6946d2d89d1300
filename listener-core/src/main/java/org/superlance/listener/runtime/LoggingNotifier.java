package org.superlance.listener.runtime;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.notify.Alert;
import org.superlance.listener.notify.NotificationQueue;
import org.superlance.listener.util.TextSanitizer;

/** Nobody is told, the log says what would have been. */
final class LoggingNotifier implements NotificationQueue {

    private static final Logger LOG = LoggerFactory.getLogger(LoggingNotifier.class);
    private static final int MAX_LENGTH = 8_000;

    @Override
    public void accept(Alert alert) {
        LOG.info("dry run: would send '{}':", TextSanitizer.singleLine(alert.subject(), 200));
        TextSanitizer.multiLine(alert.text(), MAX_LENGTH).lines().forEach(line -> LOG.info("dry run:     {}", line));
    }

    @Override
    public int pending() {
        return 0;
    }

    @Override
    public boolean drain(Duration limit) {
        return true;
    }

    @Override
    public void close() {}
}
