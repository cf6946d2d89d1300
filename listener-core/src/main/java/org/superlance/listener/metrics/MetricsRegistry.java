package org.superlance.listener.metrics;

import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.superlance.listener.supervisor.Namespec;

/** The values of all metrics of one listener. Safe for use by several threads. */
final class MetricsRegistry {

    /** Of a thousand programs in eight states, and twice as many. */
    private static final int MAX_SERIES = 20_000;

    private record RegisteredGauge(Metric metric, List<String> labels, DoubleSupplier value) {}

    private final int mostSeries;
    private final Map<Metric, TimeSeries> all = new EnumMap<>(Metric.class);
    private final Map<List<Object>, RegisteredGauge> registeredGauge = new LinkedHashMap<>();
    private final Map<Metric, Supplier<? extends Map<List<String>, ? extends Number>>> registeredSeries =
            new EnumMap<>(Metric.class);

    MetricsRegistry() {
        this(MAX_SERIES);
    }

    /** @param mostSeries of one metric */
    MetricsRegistry(int mostSeries) {
        this.mostSeries = mostSeries;
    }

    synchronized void add(Metric counter, long amount, List<String> labels) {
        if (!of(counter, labels).add(labels, (double) amount)) {
            countOmitted();
        }
    }

    synchronized void set(Metric gauge, double value, List<String> labels) {
        if (!of(gauge, labels).set(labels, value)) {
            countOmitted();
        }
    }

    synchronized void replaceAll(Metric gauge, Map<List<String>, ? extends Number> byLabels) {
        @Nullable TimeSeries before = all.get(gauge);
        if (before != null) {
            before.clear();
        }
        byLabels.forEach((labels, value) -> set(gauge, value.doubleValue(), List.copyOf(labels)));
    }

    synchronized void registerGauge(Metric gauge, DoubleSupplier value, List<String> labels) {
        registeredGauge.merge(
                List.of(gauge, labels),
                new RegisteredGauge(gauge, labels, value),
                (before, more) -> new RegisteredGauge(
                        gauge,
                        labels,
                        () -> gauge.combined(
                                before.value().getAsDouble(), more.value().getAsDouble())));
    }

    synchronized void registerSeries(Metric gauge, Supplier<? extends Map<List<String>, ? extends Number>> byLabels) {
        registeredSeries.put(gauge, byLabels);
    }

    synchronized void retainOnly(Collection<Namespec> programs) {
        Set<String> names = new HashSet<>();
        for (Namespec program : programs) {
            names.add(program.toString());
        }
        all.values().forEach(timeSeries -> timeSeries.retainOnly(names));
    }

    /** All values by metric and label values. Evaluating a gauge may block, without holding a lock. */
    Map<Metric, Map<List<String>, Double>> values() {
        Map<Metric, Map<List<String>, Double>> values = new EnumMap<>(Metric.class);
        List<RegisteredGauge> toBeRegisteredGauge;
        Map<Metric, Supplier<? extends Map<List<String>, ? extends Number>>> series;
        synchronized (this) {
            all.forEach((metric, timeSeries) -> values.put(metric, timeSeries.copy()));
            toBeRegisteredGauge = List.copyOf(registeredGauge.values());
            series = new EnumMap<>(registeredSeries);
        }
        series.forEach((gauge, byLabels) -> replaceAll(gauge, byLabels.get()));
        synchronized (this) {
            for (Metric gauge : series.keySet()) {
                TimeSeries known = all.get(gauge);
                if (known != null) {
                    values.put(gauge, known.copy());
                }
            }
        }
        for (RegisteredGauge one : toBeRegisteredGauge) {
            values.computeIfAbsent(one.metric(), metric -> new LinkedHashMap<>())
                    .put(one.labels(), one.value().getAsDouble());
        }
        return values;
    }

    private TimeSeries of(Metric metric, List<String> labels) {
        if (labels.size() != metric.labels().size()) {
            throw new IllegalArgumentException(metric + " has the labels " + metric.labels() + ", not " + labels);
        }
        return all.computeIfAbsent(metric, one -> new TimeSeries(one, mostSeries));
    }

    private void countOmitted() {
        of(Metric.SAMPLES_OMITTED, List.of()).add(List.of(), 1);
    }

    /** The time series of one metric: a value for each list of label values. For one thread at a time. */
    private static final class TimeSeries {

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
}
