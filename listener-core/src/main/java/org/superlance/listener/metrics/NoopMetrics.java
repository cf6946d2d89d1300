package org.superlance.listener.metrics;

import java.util.Collection;
import java.util.Map;
import java.util.function.DoubleSupplier;
import org.superlance.listener.supervisor.Namespec;

/** Takes nothing down. */
final class NoopMetrics implements Metrics {

    @Override
    public void count(Metric counter, String... labels) {}

    @Override
    public void add(Metric counter, long amount, String... labels) {}

    @Override
    public void set(Metric gauge, double value, String... labels) {}

    @Override
    public void setAll(Metric gauge, Map<Namespec, ? extends Number> byProgram) {}

    @Override
    public void registerGauge(Metric gauge, DoubleSupplier value, String... labels) {}

    @Override
    public void retainOnly(Collection<Namespec> programs) {}

    @Override
    public void close() {}
}
