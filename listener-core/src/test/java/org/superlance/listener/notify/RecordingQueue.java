package org.superlance.listener.notify;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A notification queue that keeps what it gets. */
public final class RecordingQueue implements NotificationQueue {

    private final List<Alert> accepted = new CopyOnWriteArrayList<>();

    /** All that it got, in the order in which it came. */
    public List<Alert> accepted() {
        return accepted;
    }

    @Override
    public void accept(Alert alert) {
        accepted.add(alert);
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
