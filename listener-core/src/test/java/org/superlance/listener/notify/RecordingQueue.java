package org.superlance.listener.notify;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** A notification queue that keeps what it gets. */
public final class RecordingQueue implements NotificationQueue {

    /** The name of who gets mails. */
    public static final String MAIL = "outbox";

    private final String name;
    private final List<Alert> accepted = new CopyOnWriteArrayList<>();

    /** For a receiver of mails. */
    public RecordingQueue() {
        this(MAIL);
    }

    /** @param name of the receiver */
    public RecordingQueue(String name) {
        this.name = name;
    }

    /** All that it got, in the order in which it came. */
    public List<Alert> accepted() {
        return accepted;
    }

    @Override
    public void accept(Alert alert) {
        accepted.add(alert);
    }

    @Override
    public void accept(Alert alert, Predicate<String> to) {
        if (to.test(name)) {
            accept(alert);
        }
    }

    @Override
    public Set<String> receivers() {
        return Set.of(name);
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
