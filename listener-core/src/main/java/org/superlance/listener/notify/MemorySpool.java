package org.superlance.listener.notify;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Alerts wait in memory only, and are lost when the process ends. */
public final class MemorySpool implements Spool {

    private static final Logger LOG = LoggerFactory.getLogger(MemorySpool.class);

    private final SpoolLimit limit;
    private final TreeMap<String, Alert> waiting = new TreeMap<>();
    private long bytes;

    /** As much as fits a small heap. */
    public MemorySpool() {
        this(SpoolLimit.MEMORY);
    }

    public MemorySpool(SpoolLimit limit) {
        this.limit = limit;
    }

    @Override
    public synchronized boolean add(Alert alert) {
        String name = AlertFileFormat.name(alert);
        long size = AlertFileFormat.size(alert);
        forget(name);
        if (!limit.allows(waiting.size() + 1, bytes + size)) {
            return false;
        }
        waiting.put(name, alert);
        bytes += size;
        return true;
    }

    @Override
    public synchronized List<String> names() {
        return List.copyOf(waiting.keySet());
    }

    @Override
    public synchronized int size() {
        return waiting.size();
    }

    @Override
    public synchronized Optional<Alert> read(String name) {
        return Optional.ofNullable(waiting.get(name));
    }

    @Override
    public void remove(String name) {
        forget(name);
    }

    @Override
    public void moveToDeadLetters(String name, String why) {
        Alert alert = forget(name);
        if (alert != null) {
            LOG.error(
                    "An alert was refused for good and is kept nowhere but here. {} The alert:\n{}",
                    why,
                    AlertFileFormat.forLog(alert));
        }
    }

    @Override
    public synchronized List<Alert> unsaved() {
        return List.copyOf(waiting.values());
    }

    @Override
    public void close() {}

    synchronized @Nullable Alert forget(String name) {
        Alert alert = waiting.remove(name);
        if (alert != null) {
            bytes -= AlertFileFormat.size(alert);
        }
        return alert;
    }
}
