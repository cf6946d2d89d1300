package org.superlance.listener.metrics;

import java.util.Collection;
import java.util.Map;
import java.util.function.DoubleSupplier;
import org.superlance.listener.supervisor.Namespec;

/** Takes nothing down. */
final class NoMetrics implements Metrics {

    @Override
    public void count(Metric counter, String... labels) {}

    @Override
    public void add(Metric counter, long amount, String... labels) {}

    @Override
    public void set(Metric gauge, double value, String... labels) {}

    @Override
    public void setAll(Metric gauge, Map<Namespec, ? extends Number> byProgram) {}

    @Override
    public void measure(Metric gauge, DoubleSupplier value, String... labels) {}

    @Override
    public void keepOnly(Collection<Namespec> programs) {}

    @Override
    public void close() {}
}
