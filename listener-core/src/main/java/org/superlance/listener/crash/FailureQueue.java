package org.superlance.listener.crash;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.metrics.Metric;
import org.superlance.listener.metrics.Metrics;
import org.superlance.listener.state.Spool;
import org.superlance.listener.supervisor.Namespec;

/**
 * Keeps failures from the moment they are told until an alert about them is safe: on disk where there is a spool, and in
 * memory to be worked with. The spool is read once, at the beginning. For use by the protocol thread, which takes in, and
 * one worker, which does the rest.
 */
public final class FailureQueue implements AutoCloseable {

    /** 100,000 failures, 64 MiB on disk: each is small, and a crowd of programs may die at once. */
    public static final Spool.Limit SPOOL_LIMIT = new Spool.Limit(100_000, 64L << 20);

    private static final Logger LOG = LoggerFactory.getLogger(FailureQueue.class);
    private static final int MAX_IN_MEMORY = 100_000;
    private static final int MAX_NAMED = 1_000;

    private final Optional<Spool<QueuedFailure>> spool;
    private final Buffer buffer;
    private final Metrics metrics;
    private final Deque<String> unread = new ArrayDeque<>();
    private final AtomicLong lost = new AtomicLong();
    private boolean unsafe;

    /** @param spool empty where there is no disk: then what waits is lost when the listener is killed */
    public FailureQueue(Optional<Spool<QueuedFailure>> spool, Metrics metrics) {
        this(spool, metrics, MAX_IN_MEMORY);
    }

    FailureQueue(Optional<Spool<QueuedFailure>> spool, Metrics metrics, int maxInMemory) {
        this.spool = spool;
        this.buffer = new Buffer(maxInMemory);
        this.metrics = metrics;
        metrics.registerGauge(Metric.INCIDENTS_WAITING, buffer::size);
        for (ProcessFailure.FailureType type : ProcessFailure.FailureType.values()) {
            metrics.add(Metric.INCIDENTS, 0, label(type));
        }
        for (String name : spool.map(Spool::names).orElse(List.of())) {
            unread.add(name);
        }
        readMore();
    }

    /**
     * Takes in a failure that an event has told of. When this returns it is as safe as the spool can make it; it waits when
     * {@link #admit} has found it to be new.
     */
    public void receive(ProcessFailure failure) {
        QueuedFailure queuedFailure = QueuedFailure.of(failure);
        if (!buffer.hasRoom()) {
            count(failure, lost.incrementAndGet());
            return;
        }
        // on disk first: once it can be seen it can also be told, and then its file must go
        persist(queuedFailure);
        buffer.receive(queuedFailure, true);
    }

    /** Takes in a failure that is known to be new. */
    public void enqueue(ProcessFailure failure) {
        enqueue(QueuedFailure.of(failure));
    }

    /** The same under an id that it has already. */
    void enqueue(QueuedFailure queuedFailure) {
        count(queuedFailure);
        if (!buffer.hasRoom()) {
            count(queuedFailure.failure(), lost.incrementAndGet());
            return;
        }
        persist(queuedFailure);
        buffer.put(queuedFailure);
    }

    /**
     * Has everything judged that was received since, or was found on disk: what is not new is forgotten.
     *
     * @return whether anything was new
     */
    public boolean admit(Predicate<QueuedFailure> isNew) {
        boolean admitted = false;
        for (Buffer.Received received = buffer.next(); received != null; received = buffer.next()) {
            QueuedFailure queuedFailure = received.queuedFailure();
            if (isNew.test(queuedFailure)) {
                buffer.put(queuedFailure);
                admitted = true;
                if (received.fresh()) {
                    count(queuedFailure);
                }
            } else {
                LOG.debug("{} is reported already", queuedFailure.describe());
                remove(List.of(queuedFailure));
            }
        }
        return admitted;
    }

    private void count(QueuedFailure queuedFailure) {
        metrics.count(Metric.INCIDENTS, label(queuedFailure.failure().type()));
    }

    private static String label(ProcessFailure.FailureType type) {
        return type.name().toLowerCase(Locale.ROOT);
    }

    /** Takes in that so many events never reached us. */
    public void lost(long number) {
        lost.addAndGet(number);
    }

    /** Takes in that so many events came to no life of this listener, which nothing else has counted. */
    void lostBeforeFirst(long number) {
        metrics.add(Metric.EVENTS_LOST, number);
        lost(number);
    }

    /** How many events were lost since this was asked last; asked when it is about to be told. */
    public long drainLost() {
        return lost.getAndSet(0);
    }

    /** How many wait, in memory and on disk. */
    public int size() {
        return buffer.size() + unread.size();
    }

    /** Everything that waits and is known to be new, oldest first. */
    public List<QueuedFailure> waiting() {
        return buffer.all();
    }

    /** Keeps what was found out about a failure that waits. */
    public void update(QueuedFailure queuedFailure) {
        buffer.put(queuedFailure);
        if (!queuedFailure.details().equals(Optional.of(FailureDetails.UNKNOWN))) {
            persist(queuedFailure);
        }
    }

    /** Forgets failures: an alert about each is safe. */
    public void remove(List<QueuedFailure> told) {
        told.forEach(queuedFailure -> {
            buffer.remove(queuedFailure);
            spool.ifPresent(disk -> disk.remove(QueuedFailure.CODEC.fileName(queuedFailure)));
        });
        readMore();
    }

    /** Ends it; what nobody was told of and no disk has is named in the log. */
    @Override
    public void close() {
        Set<String> onDisk = new HashSet<>();
        spool.ifPresent(disk -> {
            onDisk.addAll(disk.names());
            disk.unsaved().forEach(queuedFailure -> onDisk.remove(QueuedFailure.CODEC.fileName(queuedFailure)));
        });
        buffer.everything().stream()
                .filter(queuedFailure -> !onDisk.contains(QueuedFailure.CODEC.fileName(queuedFailure)))
                .limit(MAX_NAMED)
                .forEach(queuedFailure -> LOG.error(
                        "notification lost, not delivered and not persisted: {} at {}",
                        queuedFailure.describe(),
                        queuedFailure.failure().time()));
        spool.ifPresent(Spool::close);
    }

    private void persist(QueuedFailure queuedFailure) {
        if (spool.isEmpty()) {
            return;
        }
        boolean safe = spool.get().add(queuedFailure);
        if (!safe && !unsafe) {
            LOG.error(
                    "{} and what follows wait in memory only, and are lost if this listener is killed: too many"
                            + " incidents wait on disk in {}",
                    queuedFailure.describe(),
                    spool.get());
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
        while (!unread.isEmpty() && buffer.hasRoom()) {
            String name = unread.remove();
            spool.flatMap(disk -> disk.read(name)).ifPresent(found -> buffer.receive(found, false));
        }
    }

    /** The failures that wait, in the order in which they came: as many as fit the small heap of a listener. */
    private static final class Buffer {

        private static final long MAX_BYTES = 24L << 20;
        private static final int BYTES_PER_ENTRY = 160;
        private static final int MAX_INTERNED_NAMES = 10_000;

        private final int max;
        private final Map<String, QueuedFailure> queuedFailures = new LinkedHashMap<>();
        private final Deque<Received> received = new ArrayDeque<>();
        private final Map<Namespec, Namespec> shared = new HashMap<>();
        private long bytes;

        Buffer(int max) {
            this.max = max;
        }

        /**
         * One that is not judged yet.
         *
         * @param fresh whether it was received in this life of the listener
         */
        private record Received(QueuedFailure queuedFailure, boolean fresh) {}

        synchronized int size() {
            return queuedFailures.size() + received.size();
        }

        synchronized boolean hasRoom() {
            return size() < max && bytes < MAX_BYTES;
        }

        /** Adds the failure, or puts it into the place of the one with the same id. */
        synchronized void put(QueuedFailure queuedFailure) {
            QueuedFailure slim =
                    queuedFailure.withProcess(intern(queuedFailure.failure().process()));
            QueuedFailure before = queuedFailures.put(queuedFailure.id(), slim);
            bytes += size(slim) - (before == null ? 0 : size(before));
        }

        synchronized void receive(QueuedFailure queuedFailure, boolean fresh) {
            received.add(new Received(queuedFailure, fresh));
            bytes += size(queuedFailure);
        }

        synchronized @Nullable Received next() {
            Received next = received.poll();
            if (next != null) {
                bytes -= size(next.queuedFailure());
            }
            return next;
        }

        synchronized List<QueuedFailure> everything() {
            return Stream.concat(
                            queuedFailures.values().stream(), received.stream().map(Received::queuedFailure))
                    .toList();
        }

        synchronized void remove(QueuedFailure queuedFailure) {
            QueuedFailure removed = queuedFailures.remove(queuedFailure.id());
            bytes -= removed == null ? 0 : size(removed);
        }

        synchronized List<QueuedFailure> all() {
            return List.copyOf(queuedFailures.values());
        }

        /** The same few programs die again and again. */
        private Namespec intern(Namespec process) {
            if (shared.size() >= MAX_INTERNED_NAMES) {
                shared.clear();
            }
            Namespec known = shared.putIfAbsent(process, process);
            return known == null ? process : known;
        }

        private static long size(QueuedFailure queuedFailure) {
            Namespec process = queuedFailure.failure().process();
            int found = queuedFailure
                    .details()
                    .map(details -> details.logTail().length()
                            + details.cause().map(String::length).orElse(0))
                    .orElse(0);
            return BYTES_PER_ENTRY + process.group().length() + process.name().length() + 2L * found;
        }
    }
}
