package org.superlance.listener.crash;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.superlance.listener.supervisor.Namespec;

/** The notes that wait, in the order in which they came: as many as fit the small heap of a listener. */
final class FailureBuffer {

    private static final int MAX_SIZE = 100_000;
    private static final long MAX_BYTES = 24L << 20;
    private static final int BYTES_PER_ENTRY = 160;
    private static final int MAX_INTERNED_NAMES = 10_000;

    private final int max;
    private final Map<String, QueuedFailure> queuedFailures = new LinkedHashMap<>();
    private final Map<Namespec, Namespec> shared = new HashMap<>();
    private long bytes;

    FailureBuffer() {
        this(MAX_SIZE);
    }

    FailureBuffer(int max) {
        this.max = max;
    }

    synchronized int size() {
        return queuedFailures.size();
    }

    synchronized boolean hasRoom() {
        return queuedFailures.size() < max && bytes < MAX_BYTES;
    }

    /** Adds the note, or puts it into the place of the one with the same id. */
    synchronized void put(QueuedFailure queuedFailure) {
        QueuedFailure slim =
                queuedFailure.withProcess(intern(queuedFailure.failure().process()));
        QueuedFailure before = queuedFailures.put(queuedFailure.id(), slim);
        bytes += size(slim) - (before == null ? 0 : size(before));
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
