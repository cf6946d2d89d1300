package org.superlance.listener.metrics;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.supervisor.Namespec;

/**
 * Metrics in a file, which is written shortly after a change: changes at the same time are written together. Gauges that
 * change with the time are written again every 15 seconds.
 */
public final class PrometheusFileMetrics implements Metrics {

    private static final Logger LOG = LoggerFactory.getLogger(PrometheusFileMetrics.class);
    private static final long PUBLISH_DELAY_MILLIS = 500;
    private static final long REFRESH_SECONDS = 15;
    private static final long CLOSE_TIMEOUT_MILLIS = 2_000;

    private final MetricsRegistry metricsRegistry = new MetricsRegistry();
    private final PrometheusFile file;
    private final List<String> common;
    private final ScheduledExecutorService worker;
    private final boolean removedAtEnd;
    private final AtomicBoolean due = new AtomicBoolean();

    /**
     * Writes nothing yet.
     *
     * @param removedAtEnd whether the file is deleted when this is closed
     * @param listener the listener's own namespec
     * @param worker writes the file, on one thread of its own; it is shut down at the end
     */
    @SuppressWarnings("FutureReturnValueIgnored") // what goes wrong in it is logged by it
    public PrometheusFileMetrics(
            Path file, boolean removedAtEnd, String command, Namespec listener, ScheduledExecutorService worker) {
        this.removedAtEnd = removedAtEnd;
        this.file = new PrometheusFile(file);
        this.common = List.of(command, listener.toString());
        this.worker = worker;
        // without a change too: an age grows, and a file that somebody has deleted is there again
        worker.scheduleWithFixedDelay(this::publish, REFRESH_SECONDS, REFRESH_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void count(Metric counter, String... labels) {
        add(counter, 1, labels);
    }

    @Override
    public void add(Metric counter, long amount, String... labels) {
        metricsRegistry.add(counter, amount, List.of(labels));
        schedulePublish();
    }

    @Override
    public void set(Metric gauge, double value, String... labels) {
        metricsRegistry.set(gauge, value, List.of(labels));
        schedulePublish();
    }

    @Override
    public void replaceAll(Metric gauge, Map<List<String>, ? extends Number> byLabels) {
        metricsRegistry.replaceAll(gauge, byLabels);
        schedulePublish();
    }

    @Override
    public void registerGauge(Metric gauge, DoubleSupplier value, String... labels) {
        metricsRegistry.registerGauge(gauge, value, List.of(labels));
        schedulePublish();
    }

    @Override
    public void registerSeries(Metric gauge, Supplier<? extends Map<List<String>, ? extends Number>> byLabels) {
        metricsRegistry.registerSeries(gauge, byLabels);
        schedulePublish();
    }

    @Override
    public void retainOnly(Collection<Namespec> programs) {
        metricsRegistry.retainOnly(programs);
        schedulePublish();
    }

    @Override
    public void close() {
        try {
            worker.submit(removedAtEnd ? file::delete : this::publish).get(CLOSE_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("metrics are closed already");
        } catch (TimeoutException | ExecutionException e) {
            LOG.warn("last state of the metrics not written: {}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            worker.shutdownNow();
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // what goes wrong in it is logged by it
    private void schedulePublish() {
        if (due.compareAndSet(false, true)) {
            try {
                worker.schedule(this::publish, PUBLISH_DELAY_MILLIS, TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException e) {
                LOG.debug("metric changed after the metrics were closed");
            }
        }
    }

    private void publish() {
        due.set(false);
        try {
            file.replace(new PrometheusTextFormat(common).of(metricsRegistry.values()));
        } catch (RuntimeException | VirtualMachineError | LinkageError e) {
            LOG.error("internal error: metrics not written", e);
        }
    }

    /**
     * Writes metrics for Prometheus.
     *
     * <p>Source: "Text-based format" in Prometheus' documentation, "Exposition formats".
     */
    private static final class PrometheusTextFormat {

        private static final double WHOLE = 1L << 53;

        private final List<String> common;
        private final StringBuilder text = new StringBuilder();

        /** @param common the values of {@link Metric#COMMON} */
        PrometheusTextFormat(List<String> common) {
            this.common = List.copyOf(common);
        }

        String of(Map<Metric, Map<List<String>, Double>> values) {
            values.forEach((metric, series) -> {
                if (!series.isEmpty()) {
                    head(metric);
                    series.forEach((labels, value) -> sample(metric, labels, value));
                }
            });
            return text.toString();
        }

        private void head(Metric metric) {
            text.append("# HELP ").append(metric.id()).append(' ');
            text.append(metric.help().replace("\\", "\\\\").replace("\n", "\\n"));
            text.append("\n# TYPE ").append(metric.id());
            text.append(metric.isCounter() ? " counter\n" : " gauge\n");
        }

        private void sample(Metric metric, List<String> labels, double value) {
            text.append(metric.id()).append('{');
            append(Metric.COMMON, common);
            append(metric.labels(), labels);
            text.setCharAt(text.length() - 1, '}');
            text.append(' ').append(number(value)).append('\n');
        }

        private void append(List<String> names, List<String> values) {
            for (int i = 0; i < names.size(); i++) {
                if (!values.get(i).isEmpty()) {
                    text.append(names.get(i)).append("=\"");
                    text.append(escaped(values.get(i))).append("\",");
                }
            }
        }

        private static String escaped(String value) {
            return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
        }

        /** Go reads what Java writes, but for infinity. */
        private static String number(double value) {
            if (Double.isInfinite(value)) {
                return value > 0 ? "+Inf" : "-Inf";
            }
            boolean whole = value == Math.rint(value) && Math.abs(value) < WHOLE;
            return whole ? Long.toString((long) value) : Double.toString(value);
        }
    }
}
