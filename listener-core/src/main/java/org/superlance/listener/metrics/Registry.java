package org.superlance.listener.metrics;

import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleSupplier;
import java.util.stream.Collectors;
import org.superlance.listener.supervisor.Namespec;

/** The values of all metrics of one listener. Safe for use by several threads. */
final class Registry {

    private static final int MOST_SERIES = 10_000;

    private record Measured(Metric metric, List<String> labels, DoubleSupplier value) {}

    private final int mostSeries;
    private final Map<Metric, Series> all = new EnumMap<>(Metric.class);
    private final Map<List<Object>, Measured> measured = new LinkedHashMap<>();

    Registry() {
        this(MOST_SERIES);
    }

    /** @param mostSeries of one metric */
    Registry(int mostSeries) {
        this.mostSeries = mostSeries;
    }

    synchronized void add(Metric counter, long amount, List<String> labels) {
        if (!of(counter, labels).add(labels, (double) amount)) {
            omitted();
        }
    }

    synchronized void set(Metric gauge, double value, List<String> labels) {
        if (!of(gauge, labels).set(labels, value)) {
            omitted();
        }
    }

    synchronized void setAll(Metric gauge, Map<Namespec, ? extends Number> byProgram) {
        of(gauge, List.of("")).clear();
        byProgram.forEach((program, value) -> set(gauge, value.doubleValue(), List.of(program.toString())));
    }

    synchronized void measure(Metric gauge, DoubleSupplier value, List<String> labels) {
        measured.merge(
                List.of(gauge, labels),
                new Measured(gauge, labels, value),
                (before, more) -> new Measured(
                        gauge,
                        labels,
                        () -> before.value().getAsDouble() + more.value().getAsDouble()));
    }

    synchronized void keepOnly(Collection<Namespec> programs) {
        Set<String> names = programs.stream().map(Namespec::toString).collect(Collectors.toSet());
        all.values().forEach(series -> series.keepOnly(names));
    }

    /** All values by metric and label values. What is measured may take its time, and holds up nobody meanwhile. */
    Map<Metric, Map<List<String>, Double>> values() {
        Map<Metric, Map<List<String>, Double>> values = new EnumMap<>(Metric.class);
        List<Measured> toBeMeasured;
        synchronized (this) {
            all.forEach((metric, series) -> values.put(metric, series.copy()));
            toBeMeasured = List.copyOf(measured.values());
        }
        for (Measured one : toBeMeasured) {
            values.computeIfAbsent(one.metric(), metric -> new LinkedHashMap<>())
                    .put(one.labels(), one.value().getAsDouble());
        }
        return values;
    }

    private Series of(Metric metric, List<String> labels) {
        if (labels.size() != metric.labels().size()) {
            throw new IllegalArgumentException(metric + " has the labels " + metric.labels() + ", not " + labels);
        }
        return all.computeIfAbsent(metric, one -> new Series(one, mostSeries));
    }

    private void omitted() {
        of(Metric.SAMPLES_OMITTED, List.of()).add(List.of(), 1);
    }
}
