package org.superlance.listener.cli;

import java.util.List;
import org.superlance.listener.alert.AlertFate;
import org.superlance.listener.alert.Courier;
import org.superlance.listener.alert.DeliveringOutbox;
import org.superlance.listener.alert.Outbox;
import org.superlance.listener.alert.Outboxes;
import org.superlance.listener.metrics.Metric;
import org.superlance.listener.metrics.Metrics;
import org.superlance.listener.util.Backoff;

/**
 * Somebody to tell.
 *
 * @param kind how, in one word
 * @param spool the name of the directory in which its alerts wait; the same in each life of the listener
 */
record Destination(String kind, String spool, Courier courier) {

    static Destination mail(Courier courier) {
        return new Destination("mail", "outbox", courier);
    }

    /** @param id tells it from others of its kind */
    static Destination of(String kind, String id, Courier courier) {
        return new Destination(kind, "outbox-" + kind + "-" + id, courier);
    }

    /** Every alert goes to each of them, and none waits for another. */
    static Outbox open(List<Destination> destinations, ListenerState state, Surroundings surroundings) {
        state.warnOfLeftOvers(destinations.stream().map(Destination::spool).toList());
        return state.closing(Outboxes.of(destinations.stream()
                .map(destination -> destination.open(state, surroundings))
                .toList()));
    }

    private Outbox open(ListenerState state, Surroundings surroundings) {
        Metrics metrics = state.metrics();
        for (AlertFate fate : AlertFate.values()) {
            metrics.add(counter(fate), 0, kind);
        }
        Outbox outbox = DeliveringOutbox.open(
                state.spool(spool),
                courier,
                Backoff.RETRY,
                surroundings.clock(),
                fate -> metrics.count(counter(fate), kind));
        metrics.registerGauge(Metric.ALERTS_WAITING, outbox::pending, kind);
        return outbox;
    }

    private static Metric counter(AlertFate fate) {
        return switch (fate) {
            case QUEUED -> Metric.ALERTS_QUEUED;
            case DELIVERED -> Metric.ALERTS_DELIVERED;
            case FAILED -> Metric.ALERTS_FAILED;
            case REFUSED -> Metric.ALERTS_REFUSED;
            case DROPPED -> Metric.ALERTS_DROPPED;
        };
    }
}
