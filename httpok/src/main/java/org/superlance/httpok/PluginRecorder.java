package org.superlance.httpok;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.superlance.listener.history.History;
import org.superlance.listener.history.Quantity;
import org.superlance.listener.history.Sample;
import org.superlance.listener.metrics.Metric;
import org.superlance.listener.metrics.Metrics;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;

/**
 * Takes down what plugins report: in metrics all of it, in the history the first {@link #MAX_KEPT} values of each plugin, in
 * thousandths, as far as they are positive and below 10¹². Bytes are kept as KiB.
 */
record PluginRecorder(Metrics metrics, History history) {

    /** More values of one plugin are not kept: a history has room for two weeks of a few. */
    static final int MAX_KEPT = 10;

    private static final BigDecimal THOUSAND = BigDecimal.valueOf(1_000);
    private static final BigDecimal KIB = BigDecimal.valueOf(1_024);
    private static final BigDecimal END = BigDecimal.valueOf(1_000_000_000_000L);

    /** Records the reports of one tick; without results the last values stay. */
    void record(ProbeStrategy.Results results, Collection<ProcessInfo> processes, Instant when) {
        if (results.asked().isEmpty()) {
            return;
        }
        recordMetrics(results);
        List<Sample> samples = new ArrayList<>();
        for (ProcessInfo process : processes) {
            results.of(process.name()).stream()
                    .flatMap(result -> result.results().stream())
                    .flatMap(result -> result.report().stream())
                    .forEach(report -> addSamples(process.name(), report, samples));
        }
        history.record(Quantity.CHECK_VALUE, when, samples);
    }

    private void recordMetrics(ProbeStrategy.Results results) {
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

    private static void addSamples(Namespec program, PluginReport report, List<Sample> samples) {
        report.values().stream().limit(MAX_KEPT).forEach(value -> {
            boolean bytes = value.unit().equals("B");
            String unit = bytes ? "KiB" : value.unit();
            String detail = report.check() + "/" + value.label() + (unit.isEmpty() ? "" : " in " + unit);
            thousandths(value.value(), bytes)
                    .ifPresent(
                            number -> samples.add(new Sample(program, detail, number, limit(value.critical(), bytes))));
        });
    }

    /** Only a limit that is exceeded; a range has no place in a chart. */
    private static long limit(String critical, boolean bytes) {
        return critical.matches("[\\d.]{1,30}") && critical.matches("\\d.*\\d|\\d")
                ? thousandths(new BigDecimal(critical), bytes).orElse(Sample.NO_LIMIT)
                : Sample.NO_LIMIT;
    }

    private static Optional<Long> thousandths(BigDecimal value, boolean bytes) {
        BigDecimal number = bytes ? value.divide(KIB, 3, RoundingMode.HALF_UP) : value;
        return number.signum() >= 0 && number.compareTo(END) < 0
                ? Optional.of(number.multiply(THOUSAND)
                        .setScale(0, RoundingMode.HALF_UP)
                        .longValueExact())
                : Optional.empty();
    }
}
