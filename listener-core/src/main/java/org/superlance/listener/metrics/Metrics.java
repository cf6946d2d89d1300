package org.superlance.listener.metrics;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.superlance.listener.supervisor.Namespec;

/**
 * Counters and gauges of a listener, for monitoring. Safe for use by several threads; waits for nothing, so that it
 * can be used on the protocol thread too. Label values are given in the order of {@link Metric#labels}; an empty one is
 * left out.
 */
public interface Metrics extends AutoCloseable {

    /** Adds one to a counter. */
    void count(Metric counter, String... labels);

    /** Adds to a counter. */
    void add(Metric counter, long amount, String... labels);

    /** Sets a gauge. */
    void set(Metric gauge, double value, String... labels);

    /** Sets all time series of a gauge: those whose labels are not named end. */
    void replaceAll(Metric gauge, Map<List<String>, ? extends Number> byLabels);

    /** Sets a gauge for all programs; the time series of a program that is not named ends. */
    default void setAll(Metric gauge, Map<Namespec, ? extends Number> byProgram) {
        Map<List<String>, Number> byLabels = new LinkedHashMap<>();
        byProgram.forEach((program, value) -> byLabels.put(List.of(program.toString()), value));
        replaceAll(gauge, byLabels);
    }

    /** Registers a gauge that is evaluated for each export; several with the same labels are added up, or the largest counts. */
    void registerGauge(Metric gauge, DoubleSupplier value, String... labels);

    /** Registers all time series of a gauge, by their labels, that are evaluated for each export. */
    void registerSeries(Metric gauge, Supplier<? extends Map<List<String>, ? extends Number>> byLabels);

    /** Removes the time series of programs that are not among these. */
    void retainOnly(Collection<Namespec> programs);

    /** Whether anything is done with the values. */
    default boolean areExported() {
        return true;
    }

    /** Exports the last values; later changes are ignored. */
    @Override
    void close();

    /** For a listener without metrics. */
    static Metrics none() {
        return new NoopMetrics();
    }

    /** Ignores everything. */
    final class NoopMetrics implements Metrics {

        @Override
        public void count(Metric counter, String... labels) {}

        @Override
        public void add(Metric counter, long amount, String... labels) {}

        @Override
        public void set(Metric gauge, double value, String... labels) {}

        @Override
        public boolean areExported() {
            return false;
        }

        @Override
        public void replaceAll(Metric gauge, Map<List<String>, ? extends Number> byLabels) {}

        @Override
        public void registerGauge(Metric gauge, DoubleSupplier value, String... labels) {}

        @Override
        public void registerSeries(Metric gauge, Supplier<? extends Map<List<String>, ? extends Number>> byLabels) {}

        @Override
        public void retainOnly(Collection<Namespec> programs) {}

        @Override
        public void close() {}
    }
}
