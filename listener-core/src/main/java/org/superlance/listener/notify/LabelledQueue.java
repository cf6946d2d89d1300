package org.superlance.listener.notify;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.superlance.listener.notify.Alert.Phase;

/**
 * A notification queue in which each alert gets further labels, before it is anywhere: what waits keeps them when the
 * options change. Alerts about states have theirs from the {@link AlertBook}: the end has those that the begin had.
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
    public void accept(Alert alert, Predicate<String> to) {
        queue.accept(alert.phase() == Phase.INCIDENT ? alert.withLabels(labels) : alert, to);
    }

    @Override
    public Set<String> receivers() {
        return queue.receivers();
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
