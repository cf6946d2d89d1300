package org.superlance.listener.notify;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.notify.Alert.Phase;
import org.superlance.listener.notify.HeldAlert.Reason;
import org.superlance.listener.notify.NotificationConfig.Receiver;
import org.superlance.listener.pause.Pauses;
import org.superlance.listener.state.DiskSpool;
import org.superlance.listener.state.Spool;
import org.superlance.listener.state.Spool.MemorySpool;
import org.superlance.listener.state.SpoolDirectory;
import org.superlance.listener.util.LogOnce;

/**
 * The queue of one receiver that keeps alerts back while their program is paused, or the receiver has its quiet hours.
 * Afterwards one message tells what happened, and each state that lasts is told as if it had just begun. Thread-safe.
 */
public final class HoldingQueue implements ForwardingQueue {

    private static final Logger LOG = LoggerFactory.getLogger(HoldingQueue.class);

    /** What is held back as files; see {@link org.superlance.listener.state.MessageCodec}. */
    public static final SpoolDirectory.Codec<HeldAlert> CODEC = HeldAlert.CODEC;

    private static final Spool.Limit LIMIT = new Spool.Limit(2_000, 16L << 20);

    private final NotificationQueue queue;
    private final HeldAlerts held;
    private final Function<Alert, Reason> rule;
    private final Receiver receiver;
    private final HeldSummary summary;
    private final LogOnce holding = new LogOnce();

    /**
     * @param queue delivers
     * @param spool keeps what is held back
     * @param rule whether an alert is held back at this moment
     */
    HoldingQueue(
            NotificationQueue queue,
            Receiver receiver,
            Spool<HeldAlert> spool,
            Function<Alert, Reason> rule,
            Clock clock) {
        this.queue = queue;
        this.receiver = receiver;
        this.held = new HeldAlerts(spool, Receiver.keepsStates(receiver.spool()));
        this.rule = rule;
        this.summary = new HeldSummary(clock);
    }

    /**
     * One that holds back what is paused, and what the receiver does not want to be told at this time.
     *
     * @param directory keeps what is held back; empty to keep it in memory
     * @param clock tells the time, and the zone of the quiet hours
     */
    public static HoldingQueue of(
            NotificationQueue queue,
            Receiver receiver,
            Optional<SpoolDirectory<HeldAlert>> directory,
            Pauses pauses,
            Clock clock) {
        return new HoldingQueue(
                queue,
                receiver,
                directory
                        .<Spool<HeldAlert>>map(files -> new DiskSpool<>(files, HeldAlert.CODEC, LIMIT))
                        .orElseGet(() -> new MemorySpool<>(HeldAlert.CODEC)),
                new HoldRule(pauses, receiver.quiet(), clock),
                clock);
    }

    /** Whether it is that of the receiver. */
    public boolean isOf(Receiver other) {
        return receiver.equals(other);
    }

    @Override
    public NotificationQueue queue() {
        return queue;
    }

    @Override
    public synchronized void accept(Alert alert) {
        Reason reason = rule.apply(alert);
        if (reason == Reason.NONE) {
            // what was held back before comes first: it may be about the same state
            if (!held.isEmpty()) {
                release();
            }
            queue.accept(alert);
        } else if (!held.hold(alert, reason)) {
            queue.accept(alert);
        } else if (holding.raise(reason.name())) {
            LOG.info("{}: holding alerts back {}", receiver.kind(), reason.clause());
        }
    }

    /** Tells what is not held back any more; does nothing, cheaply, if there is nothing. */
    public synchronized void release() {
        held.load();
        List<HeldAlert> due = held.due(rule);
        if (due.isEmpty()) {
            return;
        }
        List<HeldAlert> incidents = due.stream().filter(HeldAlert::isIncident).toList();
        if (incidents.size() == 1 && isAlone(incidents.get(0))) {
            deliver(incidents.get(0));
        } else if (!incidents.isEmpty()) {
            queue.accept(summary.of(incidents));
        }
        due.stream().filter(alert -> !alert.isIncident()).forEach(this::deliver);
        due.forEach(held::remove);
        LOG.info("{}: released {} held alert(s)", receiver.kind(), due.size());
        if (held.size() == 0) {
            holding.clear();
        }
    }

    private static boolean isAlone(HeldAlert incident) {
        return incident.count() == 1 && !incident.over();
    }

    private void deliver(HeldAlert one) {
        held.full(one).ifPresent(full -> queue.accept(full.is(Phase.END) ? full.alert() : HeldSummary.late(full)));
    }

    /** How many alerts are held back. */
    public synchronized int held() {
        return held.size();
    }

    /** What lasts as the receiver is to see it; see {@link HeldAlerts#standing}. */
    public synchronized List<Alert> standing(List<Alert> open) {
        return held.standing(open);
    }

    @Override
    public synchronized void close() {
        queue.close();
        held.unsaved()
                .forEach(lost -> LOG.error(
                        "notification lost: held back {} and not persisted:\n{}",
                        lost.reason().clause(),
                        HeldAlert.CODEC.forLog(lost)));
        held.close();
    }
}
