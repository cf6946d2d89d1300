package org.superlance.listener.testkit;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.superlance.listener.metrics.Metric;
import org.superlance.listener.metrics.Metrics;
import org.superlance.listener.supervisor.Namespec;

/** Keeps what is taken down, for a test to look at. */
public final class RecordedMetrics implements Metrics {

    private final Map<String, Double> values = new ConcurrentSkipListMap<>();
    private final Map<Metric, Supplier<? extends Map<List<String>, ? extends Number>>> series =
            new ConcurrentHashMap<>();
    private final Map<String, DoubleSupplier> measured = new ConcurrentSkipListMap<>();

    /** All values; the key is the metric and its labels, such as {@code CHECKS done}. What is measured is not among them. */
    public Map<String, Double> values() {
        return values;
    }

    /** What is measured, now. */
    public double measured(Metric gauge, String... labels) {
        return measured.getOrDefault(key(gauge, labels), () -> Double.NaN).getAsDouble();
    }

    @Override
    public void count(Metric counter, String... labels) {
        add(counter, 1, labels);
    }

    @Override
    public void add(Metric counter, long amount, String... labels) {
        values.merge(key(counter, labels), (double) amount, Double::sum);
    }

    @Override
    public void set(Metric gauge, double value, String... labels) {
        values.put(key(gauge, labels), value);
    }

    @Override
    public void replaceAll(Metric gauge, Map<List<String>, ? extends Number> byLabels) {
        values.keySet().removeIf(key -> key.startsWith(gauge.name() + " "));
        byLabels.forEach((labels, value) -> set(gauge, value.doubleValue(), labels.toArray(String[]::new)));
    }

    @Override
    public void registerGauge(Metric gauge, DoubleSupplier value, String... labels) {
        measured.put(key(gauge, labels), value);
    }

    @Override
    public void registerSeries(Metric gauge, Supplier<? extends Map<List<String>, ? extends Number>> byLabels) {
        series.put(gauge, byLabels);
    }

    /** The time series of that gauge, now. */
    public Map<List<String>, ? extends Number> series(Metric gauge) {
        return series.getOrDefault(gauge, Map::of).get();
    }

    @Override
    public void retainOnly(Collection<Namespec> programs) {}

    @Override
    public void close() {}

    private static String key(Metric metric, String... labels) {
        return labels.length == 0 ? metric.name() : metric.name() + " " + String.join(" ", labels);
    }
}
