package org.superlance.listener.notify;

import java.time.Duration;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The queue of one receiver.
 *
 * @param name of the receiver
 */
public record NamedQueue(String name, NotificationQueue queue) implements NotificationQueue {

    @Override
    public void accept(Alert alert) {
        queue.accept(alert);
    }

    @Override
    public void accept(Alert alert, Predicate<String> to) {
        if (to.test(name)) {
            queue.accept(alert);
        }
    }

    @Override
    public Set<String> receivers() {
        return Set.of(name);
    }

    @Override
    public int pending() {
        return queue.pending();
    }

    @Override
    public boolean drain(Duration limit) throws InterruptedException {
        return queue.drain(limit);
    }

    @Override
    public void close() {
        queue.close();
    }
}
