package org.superlance.listener.notify;

import java.util.Map;
import java.util.function.Predicate;
import org.superlance.listener.notify.Alert.Phase;

/**
 * A notification queue in which each alert gets further labels, before it is anywhere: what waits keeps them when the
 * options change. Alerts about states have theirs from the {@link AlertBook}: the end has those that the begin had.
 *
 * @param labels for each alert that has none of the name
 */
public record LabelledQueue(NotificationQueue queue, Map<String, String> labels) implements ForwardingQueue {

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
}
