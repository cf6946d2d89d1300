package org.superlance.listener.notify;

import java.time.Duration;
import java.util.Map;

/**
 * A notification queue in which each alert gets further labels, before it is anywhere: what waits keeps them when the
 * options change.
 *
 * @param labels for each alert that has none of the name
 */
public record LabelledQueue(NotificationQueue queue, Map<String, String> labels) implements NotificationQueue {

    public LabelledQueue {
        labels = Map.copyOf(labels);
    }

    @Override
    public void accept(Alert alert) {
        queue.accept(alert.withLabels(labels));
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
