package org.superlance.listener.notify;

import java.util.Map;
import java.util.function.Predicate;
import org.superlance.listener.notify.Alert.Phase;

/**
 * A notification queue in which each alert gets further labels, before it is anywhere: what waits keeps them when the
 * options change. Alerts about states have theirs from the {@link AlertBook}: the end has those that the begin had.
 *
 * @param labels for each alert that has none of the name
 * @param listener group and name in supervisord, for each alert that is about no process; empty if it has none
 */
public record LabelledQueue(NotificationQueue queue, Map<String, String> labels, String listener)
        implements ForwardingQueue {

    public LabelledQueue {
        labels = Map.copyOf(labels);
    }

    @Override
    public void accept(Alert alert) {
        queue.accept(labelled(alert));
    }

    @Override
    public void accept(Alert alert, Predicate<String> to) {
        queue.accept(alert.phase() == Phase.INCIDENT ? labelled(alert) : alert, to);
    }

    private Alert labelled(Alert alert) {
        return alert.ofListener(listener).withLabels(labels);
    }
}
