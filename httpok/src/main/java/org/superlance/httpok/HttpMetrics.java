package org.superlance.httpok;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.superlance.listener.metrics.Metric;
import org.superlance.listener.metrics.Metrics;
import org.superlance.listener.supervisor.Namespec;

/**
 * Metrics of the last answers: for all programs together, or for each.
 *
 * @param checks what is checked, for people, in the order of the results
 */
record HttpMetrics(Metrics metrics, List<String> checks) {

    private static final double NANOS = 1e9;

    /** Records them; without results the last values stay. */
    void record(ProbeStrategy.Results results) {
        if (results.asked().isEmpty()) {
            return;
        }
        record(Metric.HTTP_OK, results, result -> Optional.of(result.isGood() ? 1 : 0));
        recordChecks(results);
        record(Metric.HTTP_STATUS, results, HttpMetrics::status);
        record(Metric.HTTP_DURATION, results, result -> result.took().map(time -> time.toNanos() / NANOS));
    }

    /** Of each check, where there are several. */
    private void recordChecks(ProbeStrategy.Results results) {
        if (checks.size() < 2) {
            return;
        }
        Map<List<String>, Number> succeeded = new LinkedHashMap<>();
        results.common().ifPresent(result -> addChecks("", result, succeeded));
        results.own().forEach((name, result) -> addChecks(name.toString(), result, succeeded));
        metrics.replaceAll(Metric.CHECK_OK, succeeded);
    }

    /** One that is undecided has no value. */
    private void addChecks(String program, CombinedResult combined, Map<List<String>, Number> to) {
        for (int i = 0; i < checks.size(); i++) {
            ProbeResult result = combined.results().get(i);
            if (!result.isUndecided()) {
                to.merge(
                        List.of(program, checks.get(i)),
                        result.isGood() ? 1 : 0,
                        (one, other) -> Math.min(one.intValue(), other.intValue()));
            }
        }
    }

    /** The status of the first check that the outcome is due to, and that has one. */
    private static Optional<Integer> status(CombinedResult result) {
        Optional<Integer> decisive = firstStatus(result.decisive());
        return decisive.isPresent() ? decisive : firstStatus(result.results());
    }

    private static Optional<Integer> firstStatus(List<ProbeResult> results) {
        for (ProbeResult result : results) {
            if (result.status().isPresent()) {
                return Optional.of(result.status().getAsInt());
            }
        }
        return Optional.empty();
    }

    private void record(
            Metric gauge, ProbeStrategy.Results results, Function<CombinedResult, Optional<? extends Number>> figure) {
        Map<Namespec, Number> own = new LinkedHashMap<>();
        results.own().forEach((name, result) -> figure.apply(result).ifPresent(value -> own.put(name, value)));
        metrics.setAll(gauge, own);
        results.common().flatMap(figure).ifPresent(value -> metrics.set(gauge, value.doubleValue(), ""));
    }
}
