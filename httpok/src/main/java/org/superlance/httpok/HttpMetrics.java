package org.superlance.httpok;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.superlance.listener.metrics.Metric;
import org.superlance.listener.metrics.Metrics;
import org.superlance.listener.supervisor.Namespec;

/** Metrics of the last responses: of the one URL for all, or of each program. */
record HttpMetrics(Metrics metrics) {

    private static final double NANOS = 1e9;

    /** Records them; without results the last values stay. */
    void record(ProbeStrategy.Results results) {
        if (results.asked().isEmpty()) {
            return;
        }
        record(Metric.HTTP_OK, results, result -> Optional.of(result.isGood() ? 1 : 0));
        record(Metric.HTTP_STATUS, results, HttpMetrics::status);
        record(Metric.HTTP_DURATION, results, result -> result.took().map(time -> time.toNanos() / NANOS));
    }

    /** The status of the first check that the outcome is due to, and that has one. */
    private static Optional<Integer> status(CombinedResult result) {
        return Stream.concat(result.decisive().stream(), result.results().stream())
                .flatMap(one -> one.status().stream().boxed())
                .findFirst();
    }

    private void record(
            Metric gauge, ProbeStrategy.Results results, Function<CombinedResult, Optional<? extends Number>> figure) {
        Map<Namespec, Number> own = new LinkedHashMap<>();
        results.own().forEach((name, result) -> figure.apply(result).ifPresent(value -> own.put(name, value)));
        metrics.setAll(gauge, own);
        results.common().flatMap(figure).ifPresent(value -> metrics.set(gauge, value.doubleValue(), ""));
    }
}
