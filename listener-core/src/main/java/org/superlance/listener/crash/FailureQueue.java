package org.superlance.listener.crash;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.metrics.Metric;
import org.superlance.listener.metrics.Metrics;
import org.superlance.listener.notify.Alert;
import org.superlance.listener.notify.Spool;

/**
 * Keeps failures from the moment they are told until an alert about them is safe: on disk where the spool has one, and
 * in memory to be worked with. The spool is read once, at the beginning. For use by the protocol thread, which takes in,
 * and one worker, which does the rest.
 */
public final class FailureQueue implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FailureQueue.class);

    private static final int MAX_NAMED = 1_000;

    private final Spool spool;
    private final FailureBuffer failureBuffer;
    private final Metrics metrics;
    private final Deque<String> unread;
    private final AtomicLong lost = new AtomicLong();
    private boolean unsafe;

    /** One whose metrics nobody wants. */
    public FailureQueue(Spool spool) {
        this(spool, Metrics.none());
    }

    public FailureQueue(Spool spool, Metrics metrics) {
        this(spool, new FailureBuffer(), metrics);
    }

    FailureQueue(Spool spool, FailureBuffer failureBuffer) {
        this(spool, failureBuffer, Metrics.none());
    }

    private FailureQueue(Spool spool, FailureBuffer failureBuffer, Metrics metrics) {
        this.spool = spool;
        this.failureBuffer = failureBuffer;
        this.metrics = metrics;
        metrics.registerGauge(Metric.INCIDENTS_WAITING, failureBuffer::size);
        this.unread = new ArrayDeque<>(spool.names());
        readMore();
    }

    /** Takes a failure in. When this returns it is as safe as the spool can make it. */
    public void enqueue(ProcessFailure failure) {
        metrics.count(Metric.INCIDENTS, failure.type().name().toLowerCase(Locale.ROOT));
        QueuedFailure queuedFailure = QueuedFailure.of(failure);
        if (!failureBuffer.hasRoom()) {
            count(failure, lost.incrementAndGet());
            return;
        }
        // on disk first: once it can be seen it can also be told, and then its file must go
        persist(queuedFailure);
        failureBuffer.put(queuedFailure);
    }

    /** Takes in that so many events never reached us. */
    public void lost(long number) {
        lost.addAndGet(number);
    }

    /** How many events were lost since this was asked last; asked when it is about to be told. */
    public long drainLost() {
        return lost.getAndSet(0);
    }

    /** Everything that waits, oldest first. */
    public List<QueuedFailure> waiting() {
        return failureBuffer.all();
    }

    /** Keeps what was found out about a failure that waits. */
    public void update(QueuedFailure queuedFailure) {
        failureBuffer.put(queuedFailure);
        if (!queuedFailure.details().equals(Optional.of(FailureDetails.UNKNOWN))) {
            persist(queuedFailure);
        }
    }

    /** Forgets failures: an alert about each is safe. */
    public void remove(List<QueuedFailure> told) {
        told.forEach(queuedFailure -> {
            failureBuffer.remove(queuedFailure);
            spool.remove(queuedFailure.toAlert());
        });
        readMore();
    }

    /** Ends it; what nobody was told of and no disk has is named in the log. */
    @Override
    public void close() {
        Set<String> onDisk = new HashSet<>(spool.names());
        spool.unsaved().forEach(alert -> onDisk.remove(spool.nameOf(alert)));
        failureBuffer.all().stream()
                .map(QueuedFailure::toAlert)
                .filter(alert -> !onDisk.contains(spool.nameOf(alert)))
                .limit(MAX_NAMED)
                .forEach(alert -> LOG.error(
                        "Nobody was told of this, and it is on no disk: {} at {}.", alert.subject(), alert.time()));
        spool.close();
    }

    private void persist(QueuedFailure queuedFailure) {
        boolean safe = spool.add(queuedFailure.toAlert());
        if (!safe && !unsafe) {
            LOG.error(
                    "{} {} and what follows wait in memory only, and are lost if this listener is killed: too many"
                            + " incidents wait on disk in {}",
                    queuedFailure.failure().type(),
                    queuedFailure.failure().process(),
                    spool);
        }
        unsafe = !safe;
    }

    private static void count(ProcessFailure failure, long number) {
        if (Long.bitCount(number) == 1) {
            LOG.error(
                    "{} {}: too many incidents wait to be told, this one is only counted; {} lost so far",
                    failure.type(),
                    failure.process(),
                    number);
        }
    }

    private void readMore() {
        while (!unread.isEmpty() && failureBuffer.hasRoom()) {
            String name = unread.remove();
            spool.read(name).flatMap(alert -> queuedFailure(name, alert)).ifPresent(failureBuffer::put);
        }
    }

    private Optional<QueuedFailure> queuedFailure(String name, Alert alert) {
        try {
            return Optional.of(QueuedFailure.of(alert));
        } catch (IllegalArgumentException e) {
            spool.moveToDeadLetters(name, "It is no incident: " + e.getMessage() + ".");
            return Optional.empty();
        }
    }
}
