package org.superlance.listener.notify;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.state.Spool;
import org.superlance.listener.util.Backoff;
import org.superlance.listener.util.TextSanitizer;
import org.superlance.listener.util.Threads;

/**
 * Keeps alerts in a spool until a notifier has delivered them; one thread delivers. An alert is forgotten only when the
 * notifier returned normally or refused it for good. At least once: what was in flight when the listener ended is
 * delivered again by the next one, under the same id. The spool is looked through again before each round of deliveries
 * and every ten seconds.
 */
public final class DurableNotificationQueue implements NotificationQueue {

    private static final Logger LOG = LoggerFactory.getLogger(DurableNotificationQueue.class);
    private static final Duration RESCAN_INTERVAL = Duration.ofSeconds(10);
    private static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(3);
    private static final int MAX_SUBJECT_LENGTH = 1_000;
    private static final int MAX_TEXT_LENGTH = 256 << 10;

    private final Spool<Alert> spool;
    private final DeliveryWorker deliveries;
    private final Notifier notifier;
    private final DropCounter dropCounter;
    private final Consumer<DeliveryOutcome> outcomes;
    private final Thread worker;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean woken;
    private volatile boolean closed;

    private DurableNotificationQueue(
            Spool<Alert> spool,
            Notifier notifier,
            Backoff policy,
            InstantSource clock,
            Consumer<DeliveryOutcome> outcomes) {
        this.spool = requireNonNull(spool, "spool is null");
        this.notifier = requireNonNull(notifier, "notifier is null");
        this.dropCounter = new DropCounter(notifier);
        this.deliveries = new DeliveryWorker(spool, notifier, new RetrySchedule(policy), clock, dropCounter, outcomes);
        this.outcomes = outcomes;
        this.worker = Threads.daemon("outbox", this::work);
        worker.setUncaughtExceptionHandler((thread, e) ->
                LOG.error("Alerts are delivered no more; restart the listener to deliver what waits in {}.", spool, e));
    }

    /** Starts to deliver what waits in the spool. The notification queue closes the spool when it is closed. */
    public static DurableNotificationQueue open(
            Spool<Alert> spool, Notifier notifier, Backoff policy, InstantSource clock) {
        return open(spool, notifier, policy, clock, fate -> {});
    }

    /**
     * The same, and tells what becomes of each alert.
     *
     * @param outcomes is told on any thread, and waits for nothing
     */
    public static DurableNotificationQueue open(
            Spool<Alert> spool,
            Notifier notifier,
            Backoff policy,
            InstantSource clock,
            Consumer<DeliveryOutcome> outcomes) {
        DurableNotificationQueue queue = new DurableNotificationQueue(spool, notifier, policy, clock, outcomes);
        queue.worker.start();
        return queue;
    }

    @Override
    public void accept(Alert alert) {
        String subject = TextSanitizer.truncate(alert.subject(), MAX_SUBJECT_LENGTH);
        String text = TextSanitizer.truncate(alert.text(), MAX_TEXT_LENGTH);
        Alert bounded = new Alert(alert.id(), alert.time(), subject, text, alert.labels());
        if (spool.add(bounded)) {
            dropCounter.onAccepted();
            outcomes.accept(DeliveryOutcome.QUEUED);
        } else {
            dropCounter.onDropped(bounded);
            outcomes.accept(DeliveryOutcome.DROPPED);
        }
        if (closed) {
            spool.unsaved().stream().filter(bounded::equals).forEach(this::logInFull);
        }
        wake();
    }

    @Override
    public int pending() {
        return spool.size();
    }

    /** Also tries at once what waits for its next attempt; goes on with growing delays until the limit. */
    @Override
    public boolean drain(Duration limit) throws InterruptedException {
        long left = TimeUnit.NANOSECONDS.convert(limit);
        deliveries.force();
        wake();
        lock.lockInterruptibly();
        try {
            while (spool.size() > 0) {
                if (left <= 0 || closed) {
                    return false;
                }
                left = changed.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        wake();
        worker.interrupt();
        try {
            worker.join(SHUTDOWN_TIMEOUT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        spool.unsaved().forEach(this::logInFull);
        if (dropCounter.count() > 0) {
            LOG.error(
                    "{} alerts for {} were dropped because the spool was full, and nobody was told.",
                    dropCounter.count(),
                    notifier);
        }
        spool.close();
    }

    private void work() {
        while (!closed) {
            try {
                deliveries.runCycle(this::signal);
                awaitWork();
            } catch (InterruptedException e) {
                LOG.debug("A delivery was interrupted; what was in flight is delivered again later.");
            } catch (RuntimeException e) {
                LOG.error("The outbox stumbled over a fault of its own; it goes on with the next alert.", e);
            }
        }
    }

    private void awaitWork() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = deliveries.delayUntilNext(RESCAN_INTERVAL).toNanos();
            while (!woken && left > 0) {
                left = changed.awaitNanos(left);
            }
            woken = false;
        } finally {
            lock.unlock();
        }
    }

    private void wake() {
        lock.lock();
        try {
            woken = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void signal() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void logInFull(Alert alert) {
        LOG.error(
                "An alert was not delivered by {} and is on no disk; this is all of it:\n{}",
                notifier,
                Alert.CODEC.forLog(alert));
    }
}
