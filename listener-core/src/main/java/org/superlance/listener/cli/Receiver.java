package org.superlance.listener.cli;

import java.util.List;
import org.superlance.listener.metrics.Metric;
import org.superlance.listener.metrics.Metrics;
import org.superlance.listener.notify.DeliveryOutcome;
import org.superlance.listener.notify.DurableNotificationQueue;
import org.superlance.listener.notify.FanoutQueue;
import org.superlance.listener.notify.NotificationQueue;
import org.superlance.listener.notify.Notifier;
import org.superlance.listener.util.Backoff;

/**
 * Somebody to tell.
 *
 * @param kind how, in one word
 * @param spool the name of the directory in which its alerts wait; the same in each life of the listener
 */
record Receiver(String kind, String spool, Notifier notifier) {

    static Receiver mail(Notifier notifier) {
        return new Receiver("mail", "outbox", notifier);
    }

    /** @param id tells it from others of its kind */
    static Receiver of(String kind, String id, Notifier notifier) {
        return new Receiver(kind, "outbox-" + kind + "-" + id, notifier);
    }

    /** Every alert goes to each of them, and none waits for another. */
    static NotificationQueue open(List<Receiver> receivers, ListenerStateStore state, CommandContext context) {
        state.warnAboutOrphanedSpools(receivers.stream().map(Receiver::spool).toList());
        return state.closing(FanoutQueue.of(receivers.stream()
                .map(receiver -> receiver.open(state, context))
                .toList()));
    }

    private NotificationQueue open(ListenerStateStore state, CommandContext context) {
        Metrics metrics = state.metrics();
        for (DeliveryOutcome fate : DeliveryOutcome.values()) {
            metrics.add(counter(fate), 0, kind);
        }
        NotificationQueue queue = DurableNotificationQueue.open(
                state.spool(spool),
                notifier,
                Backoff.RETRY,
                context.clock(),
                fate -> metrics.count(counter(fate), kind));
        metrics.registerGauge(Metric.ALERTS_WAITING, queue::pending, kind);
        return queue;
    }

    private static Metric counter(DeliveryOutcome fate) {
        return switch (fate) {
            case QUEUED -> Metric.ALERTS_QUEUED;
            case DELIVERED -> Metric.ALERTS_DELIVERED;
            case FAILED -> Metric.ALERTS_FAILED;
            case REFUSED -> Metric.ALERTS_REFUSED;
            case DROPPED -> Metric.ALERTS_DROPPED;
        };
    }
}
