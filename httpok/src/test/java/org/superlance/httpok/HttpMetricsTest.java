package org.superlance.httpok;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.superlance.httpok.Health.Answer;
import org.superlance.httpok.Health.Outcome;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.testkit.RecordedMetrics;

class HttpMetricsTest {

    private static final CheckUrl URL = CheckUrl.parse("http://localhost/");
    private static final Health GOOD = new Health(Outcome.GOOD, "200", "fine", Optional.empty())
            .withAnswer(new Answer(200, Duration.ofMillis(250)));
    private static final Health SILENT = Health.bad(Outcome.BAD_STATUS, "no answer", "refused");

    private final RecordedMetrics metrics = new RecordedMetrics();

    @Test
    void takesDownTheAnswerOfTheOneUrl() {
        new HttpMetrics(metrics).takeDown(new Survey.Answers(Map.of(URL, GOOD), Optional.of(GOOD), Map.of()));

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
        figures.takeDown(new Survey.Answers(Map.of(URL, GOOD), Optional.empty(), Map.of(name, GOOD)));

        figures.takeDown(new Survey.Answers(Map.of(URL, SILENT), Optional.empty(), Map.of(name, SILENT)));

        assertThat(metrics.values()).containsOnly(Map.entry("HTTP_OK web:w0", 0.0));
    }
}
