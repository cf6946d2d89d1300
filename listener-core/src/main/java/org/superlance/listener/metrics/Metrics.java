package org.superlance.listener.metrics;

import java.util.Collection;
import java.util.Map;
import java.util.function.DoubleSupplier;
import org.superlance.listener.supervisor.Namespec;

/**
 * Takes down what a listener does, to be told to machines. Safe for use by several threads; waits for nothing, so that it
 * can be used on the protocol thread too. Label values are given in the order of {@link Metric#labels}; an empty one is
 * left out.
 */
public interface Metrics extends AutoCloseable {

    /** One more of what this counts. */
    void count(Metric counter, String... labels);

    /** So many more of what this counts. */
    void add(Metric counter, long amount, String... labels);

    /** The value is this from now on. */
    void set(Metric gauge, double value, String... labels);

    /** The values of all programs are these from now on; a program that is not named has none any more. */
    void setAll(Metric gauge, Map<Namespec, ? extends Number> byProgram);

    /** The value is what this says whenever it is asked for; several for the same labels are added up. */
    void registerGauge(Metric gauge, DoubleSupplier value, String... labels);

    /** Forgets what was said about programs that are not among these. */
    void retainOnly(Collection<Namespec> programs);

    /** Tells the last state of all; what comes after that is not told. */
    @Override
    void close();

    /** For a listener whose metrics nobody wants. */
    static Metrics none() {
        return new NoopMetrics();
    }

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
}
