package org.superlance.listener.cli;

import org.superlance.listener.metrics.Metric;
import org.superlance.listener.metrics.Metrics;
import org.superlance.listener.metrics.PrometheusFileMetrics;
import org.superlance.listener.state.ListenerId;

/** Opens what a listener takes its metrics down in. */
final class ListenerMetrics {

    private ListenerMetrics() {}

    /** None without the option; what is done by hand is told to the hand only. */
    static Metrics open(GeneralConfig options, ListenerId id, CommandContext context) {
        if (options.metricsFile().isEmpty() || options.once()) {
            return Metrics.none();
        }
        Metrics metrics = new PrometheusFileMetrics(
                options.metricsFile().get(), id.command(), id.listener(), ListenerExecutor.start(1));
        metrics.set(Metric.BUILD_INFO, 1, ArgumentParser.version(), System.getProperty("java.version", ""));
        metrics.set(Metric.START_TIME, EpochSeconds.of(context.clock().instant()));
        return metrics;
    }
}
