package org.superlance.httpok;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.superlance.httpok.Health.Answer;
import org.superlance.listener.metrics.Metric;
import org.superlance.listener.metrics.Metrics;
import org.superlance.listener.supervisor.Namespec;

/** Takes down the last answers: of the one URL for all, or that of each program. */
record HttpMetrics(Metrics metrics) {

    private static final double NANOS = 1e9;

    /** Without answers the last ones stay. */
    void takeDown(Survey.Answers answers) {
        if (answers.asked().isEmpty()) {
            return;
        }
        takeDown(Metric.HTTP_OK, answers, health -> Optional.of(health.outcome() == Health.Outcome.GOOD ? 1 : 0));
        takeDown(Metric.HTTP_STATUS, answers, health -> health.answer().map(Answer::status));
        takeDown(
                Metric.HTTP_DURATION,
                answers,
                health -> health.answer().map(answer -> answer.took().toNanos() / NANOS));
    }

    private void takeDown(Metric gauge, Survey.Answers answers, Function<Health, Optional<? extends Number>> figure) {
        Map<Namespec, Number> own = new LinkedHashMap<>();
        answers.own().forEach((name, health) -> figure.apply(health).ifPresent(value -> own.put(name, value)));
        metrics.setAll(gauge, own);
        answers.common().flatMap(figure).ifPresent(value -> metrics.set(gauge, value.doubleValue(), ""));
    }
}
