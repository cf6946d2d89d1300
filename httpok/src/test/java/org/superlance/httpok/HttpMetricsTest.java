package org.superlance.httpok;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.superlance.httpok.ProbeResult.Measurement;
import org.superlance.httpok.ProbeResult.Outcome;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.testkit.RecordedMetrics;

class HttpMetricsTest {

    private static final ProbeUrl URL = ProbeUrl.parse("http://localhost/");
    private static final ProbeResult GOOD = new ProbeResult(Outcome.GOOD, "200", "fine", Optional.empty())
            .withAnswer(new Measurement(200, Duration.ofMillis(250)));
    private static final ProbeResult SILENT = ProbeResult.bad(Outcome.BAD_STATUS, "no answer", "refused");

    private final RecordedMetrics metrics = new RecordedMetrics();

    @Test
    void takesDownTheAnswerOfTheOneUrl() {
        new HttpMetrics(metrics).record(new ProbeStrategy.Results(Map.of(URL, GOOD), Optional.of(GOOD), Map.of()));

        assertThat(metrics.values())
                .containsOnly(
                        Map.entry("HTTP_OK ", 1.0),
                        Map.entry("HTTP_STATUS ", 200.0),
                        Map.entry("HTTP_DURATION ", 0.25));
    }

    @Test
    void takesDownTheAnswerOfEachProgramAndForgetsTheOneBefore() {
        Namespec name = new Namespec("web", "w0");
        HttpMetrics figures = new HttpMetrics(metrics);
        figures.record(new ProbeStrategy.Results(Map.of(URL, GOOD), Optional.empty(), Map.of(name, GOOD)));

        figures.record(new ProbeStrategy.Results(Map.of(URL, SILENT), Optional.empty(), Map.of(name, SILENT)));

        assertThat(metrics.values()).containsOnly(Map.entry("HTTP_OK web:w0", 0.0));
    }
}
