package org.superlance.listener.notify;

import java.time.Duration;

/** Nobody is to be told. */
final class NoopNotificationQueue implements NotificationQueue {

    @Override
    public void accept(Alert alert) {}

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
