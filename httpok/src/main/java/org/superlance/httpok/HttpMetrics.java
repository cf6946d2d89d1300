package org.superlance.httpok;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
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
        recordReports(results);
        record(Metric.HTTP_DURATION, results, result -> result.took().map(time -> time.toNanos() / NANOS));
    }

    /** Of plugins. Without any, there are no such metrics. */
    private void recordReports(ProbeStrategy.Results results) {
        Map<List<String>, Number> statuses = new LinkedHashMap<>();
        Map<List<String>, Number> values = new LinkedHashMap<>();
        BiConsumer<String, CombinedResult> add = (program, combined) -> combined.results().stream()
                .flatMap(result -> result.report().stream())
                .forEach(report -> {
                    statuses.put(
                            List.of(program, report.check()), report.status().exitStatus());
                    report.values()
                            .forEach(value -> values.put(
                                    List.of(program, report.check(), value.label(), value.unit()), value.value()));
                });
        results.common().ifPresent(combined -> add.accept("", combined));
        results.own().forEach((name, combined) -> add.accept(name.toString(), combined));
        metrics.replaceAll(Metric.CHECK_STATUS, statuses);
        metrics.replaceAll(Metric.CHECK_VALUE, values);
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
