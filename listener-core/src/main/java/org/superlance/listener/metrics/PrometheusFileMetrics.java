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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.supervisor.Namespec;

/** Tells metrics in a file, a moment after something has changed: what changes together is told together. */
public final class PrometheusFileMetrics implements Metrics {

    private static final Logger LOG = LoggerFactory.getLogger(PrometheusFileMetrics.class);
    private static final long PUBLISH_DELAY_MILLIS = 500;
    private static final long CLOSE_TIMEOUT_MILLIS = 2_000;

    private final MetricsRegistry metricsRegistry = new MetricsRegistry();
    private final PrometheusFile file;
    private final List<String> common;
    private final ScheduledExecutorService worker;
    private final AtomicBoolean due = new AtomicBoolean();

    /**
     * Tells nothing yet.
     *
     * @param listener the listener's own namespec
     * @param worker writes the file, on one thread of its own; it is shut down at the end
     */
    public PrometheusFileMetrics(Path file, String command, Namespec listener, ScheduledExecutorService worker) {
        this.file = new PrometheusFile(file);
        this.common = List.of(command, listener.toString());
        this.worker = worker;
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
    public void setAll(Metric gauge, Map<Namespec, ? extends Number> byProgram) {
        metricsRegistry.setAll(gauge, byProgram);
        schedulePublish();
    }

    @Override
    public void registerGauge(Metric gauge, DoubleSupplier value, String... labels) {
        metricsRegistry.registerGauge(gauge, value, List.of(labels));
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
            worker.submit(this::publish).get(CLOSE_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("the metrics are closed already", e);
        } catch (TimeoutException | ExecutionException e) {
            LOG.warn("the last state of the metrics is not told: {}", e.toString());
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
                LOG.debug("something changed after the metrics were closed");
            }
        }
    }

    private void publish() {
        due.set(false);
        try {
            file.replace(new PrometheusTextFormat(common).of(metricsRegistry.values()));
        } catch (RuntimeException e) {
            LOG.error("internal error: metrics not written", e);
        }
    }
}
