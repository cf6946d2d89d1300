package org.superlance.listener.notify;

import java.util.Map;
import java.util.Set;

/** The files of a spool and what they take up in all, which is asked for with every alert: it is never added up anew. */
final class SpoolFileIndex {

    private final Map<String, Long> sizes;
    private long bytes;

    SpoolFileIndex(Map<String, Long> sizes) {
        this.sizes = sizes;
        this.bytes = sizes.values().stream().mapToLong(Long::longValue).sum();
    }

    void put(String name, long size) {
        remove(name);
        sizes.put(name, size);
        bytes += size;
    }

    void remove(String name) {
        Long size = sizes.remove(name);
        bytes -= size == null ? 0 : size;
    }

    Set<String> names() {
        return sizes.keySet();
    }

    int count() {
        return sizes.size();
    }

    long bytes() {
        return bytes;
    }
}
