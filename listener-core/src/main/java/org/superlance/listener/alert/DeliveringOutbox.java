package org.superlance.listener.alert;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.util.Backoff;
import org.superlance.listener.util.TextSanitizer;

/**
 * Keeps alerts in a spool until a courier has delivered them; one thread delivers. An alert is forgotten only when the
 * courier returned normally or refused it for good. At least once: what was in flight when the listener ended is
 * delivered again by the next one, under the same id. The spool is looked through again before each round of deliveries
 * and every ten seconds.
 */
public final class DeliveringOutbox implements Outbox {

    private static final Logger LOG = LoggerFactory.getLogger(DeliveringOutbox.class);
    private static final Duration RESCAN = Duration.ofSeconds(10);
    private static final Duration LAST_DELIVERY = Duration.ofSeconds(3);
    private static final int MOST_SUBJECT = 1_000;
    private static final int MOST_TEXT = 256 << 10;

    private final Spool spool;
    private final Deliveries deliveries;
    private final Courier courier;
    private final Overflow overflow;
    private final Consumer<AlertFate> fates;
    private final Thread worker;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean woken;
    private volatile boolean closed;

    private DeliveringOutbox(
            Spool spool, Courier courier, Backoff policy, InstantSource clock, Consumer<AlertFate> fates) {
        this.spool = requireNonNull(spool, "spool is null");
        this.courier = requireNonNull(courier, "courier is null");
        this.overflow = new Overflow(courier);
        this.deliveries = new Deliveries(spool, courier, new Retries(policy), clock, overflow, fates);
        this.fates = fates;
        this.worker = new Thread(this::work, "outbox");
        worker.setDaemon(true);
        worker.setUncaughtExceptionHandler((thread, e) ->
                LOG.error("Alerts are delivered no more; restart the listener to deliver what waits in {}.", spool, e));
    }

    /** Starts to deliver what waits in the spool. The outbox closes the spool when it is closed. */
    public static DeliveringOutbox open(Spool spool, Courier courier, Backoff policy, InstantSource clock) {
        return open(spool, courier, policy, clock, fate -> {});
    }

    /**
     * The same, and tells what becomes of each alert.
     *
     * @param fates is told on any thread, and waits for nothing
     */
    public static DeliveringOutbox open(
            Spool spool, Courier courier, Backoff policy, InstantSource clock, Consumer<AlertFate> fates) {
        DeliveringOutbox outbox = new DeliveringOutbox(spool, courier, policy, clock, fates);
        outbox.worker.start();
        return outbox;
    }

    @Override
    public void accept(Alert alert) {
        String subject = TextSanitizer.truncate(alert.subject(), MOST_SUBJECT);
        String text = TextSanitizer.truncate(alert.text(), MOST_TEXT);
        Alert bounded = new Alert(alert.id(), alert.time(), subject, text, alert.labels());
        if (spool.add(bounded)) {
            overflow.kept();
            fates.accept(AlertFate.QUEUED);
        } else {
            overflow.dropped(bounded);
            fates.accept(AlertFate.DROPPED);
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
            worker.join(LAST_DELIVERY.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        spool.unsaved().forEach(this::logInFull);
        if (overflow.count() > 0) {
            LOG.error(
                    "{} alerts for {} were dropped because the spool was full, and nobody was told.",
                    overflow.count(),
                    courier);
        }
        spool.close();
    }

    private void work() {
        while (!closed) {
            try {
                deliveries.round(this::signal);
                rest();
            } catch (InterruptedException e) {
                LOG.debug("A delivery was interrupted; what was in flight is delivered again later.");
            } catch (RuntimeException e) {
                LOG.error("The outbox stumbled over a fault of its own; it goes on with the next alert.", e);
            }
        }
    }

    private void rest() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = deliveries.pause(RESCAN).toNanos();
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
                courier,
                AlertFile.forLog(alert));
    }
}
