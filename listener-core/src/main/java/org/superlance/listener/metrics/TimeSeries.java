package org.superlance.listener.metrics;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The time series of one metric: a value for each list of label values. For one thread at a time. */
final class TimeSeries {

    private final int program;
    private final int max;
    private final Map<List<String>, Double> values = new LinkedHashMap<>();

    /** @param max time series; what would be one more is not taken */
    TimeSeries(Metric metric, int max) {
        this.program = metric.labels().indexOf(Metric.PROGRAM);
        this.max = max;
    }

    /** @return false if there is no room for it */
    boolean add(List<String> labels, double amount) {
        return hasRoomFor(labels) && values.merge(labels, amount, Double::sum) != null;
    }

    /** @return false if there is no room for it */
    boolean set(List<String> labels, double value) {
        if (hasRoomFor(labels)) {
            values.put(labels, value);
            return true;
        }
        return false;
    }

    void clear() {
        values.clear();
    }

    /** What is about no program in particular stays. */
    void retainOnly(Set<String> programs) {
        if (program >= 0) {
            values.keySet()
                    .removeIf(labels -> !labels.get(program).isEmpty() && !programs.contains(labels.get(program)));
        }
    }

    Map<List<String>, Double> copy() {
        return new LinkedHashMap<>(values);
    }

    private boolean hasRoomFor(List<String> labels) {
        return values.size() < max || values.containsKey(labels);
    }
}
