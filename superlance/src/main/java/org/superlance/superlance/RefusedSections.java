package org.superlance.superlance;

import java.util.Map;
import java.util.TreeMap;

/** Which sections of the file are not run as they are written, and why. Thread-safe. */
final class RefusedSections {

    private final Map<String, String> reasons = new TreeMap<>();
    private Runnable onChange = () -> {};

    /** Those that were found when the file was read; all earlier ones are forgotten. */
    synchronized void replaceAll(Map<String, String> found) {
        reasons.clear();
        reasons.putAll(found);
        onChange.run();
    }

    /** One more. */
    synchronized void add(String section, String sentence) {
        reasons.put(section, sentence);
        onChange.run();
    }

    /** A sentence for each, by the name of its section. */
    synchronized Map<String, String> all() {
        return Map.copyOf(reasons);
    }

    /** @param task is run after each change, on any thread; must not wait */
    synchronized void onChange(Runnable task) {
        onChange = task;
    }
}
