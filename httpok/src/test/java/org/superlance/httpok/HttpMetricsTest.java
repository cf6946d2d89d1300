package org.superlance.httpok;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.superlance.httpok.CombinedResult.Rule;
import org.superlance.httpok.ProbeResult.Cause;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.testkit.RecordedMetrics;

class HttpMetricsTest {

    private static final ProbeResult GOOD =
            ProbeResult.good(Cause.STATUS, "200", "fine").withHttpStatus(200).withDuration(Duration.ofMillis(250));
    private static final ProbeResult SILENT = ProbeResult.bad(Cause.NO_ANSWER, "no answer", "refused");

    private final RecordedMetrics metrics = new RecordedMetrics();

    @Test
    void takesDownTheAnswerOfTheOneUrl() {
        new HttpMetrics(metrics, List.of("http://localhost/"))
                .record(new ProbeStrategy.Results(asked(GOOD), Optional.of(combined(GOOD)), Map.of()));

        assertThat(metrics.values())
                .containsOnly(
                        Map.entry("HTTP_OK ", 1.0),
                        Map.entry("HTTP_STATUS ", 200.0),
                        Map.entry("HTTP_DURATION ", 0.25));
    }

    @Test
    void takesDownTheAnswerOfEachProgramAndForgetsTheOneBefore() {
        Namespec name = new Namespec("web", "w0");
        HttpMetrics figures = new HttpMetrics(metrics, List.of("http://localhost/"));
        figures.record(new ProbeStrategy.Results(asked(GOOD), Optional.empty(), Map.of(name, combined(GOOD))));

        figures.record(new ProbeStrategy.Results(asked(SILENT), Optional.empty(), Map.of(name, combined(SILENT))));

        assertThat(metrics.values()).containsOnly(Map.entry("HTTP_OK web:w0", 0.0));
    }

    @Test
    void takesDownWhichOfSeveralChecksSucceed() {
        ProbeResult open = ProbeResult.undecided("unknown");
        CombinedResult all = new CombinedResult(Rule.ALL, List.of(GOOD, SILENT, open));

        new HttpMetrics(metrics, List.of("a", "b", "c"))
                .record(new ProbeStrategy.Results(asked(GOOD), Optional.of(all), Map.of()));

        assertThat(metrics.values())
                .contains(
                        Map.entry("CHECK_OK  a", 1.0),
                        Map.entry("CHECK_OK  b", 0.0),
                        Map.entry("HTTP_OK ", 0.0),
                        Map.entry("HTTP_STATUS ", 200.0));
        assertThat(metrics.values()).doesNotContainKey("CHECK_OK  c");
    }

    private static Map<Probe, ProbeResult> asked(ProbeResult result) {
        return Map.of(new FixedProbe("http://localhost/", () -> result), result);
    }

    private static CombinedResult combined(ProbeResult result) {
        return new CombinedResult(Rule.ALL, List.of(result));
    }
}
