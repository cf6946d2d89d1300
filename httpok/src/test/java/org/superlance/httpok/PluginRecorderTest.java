package org.superlance.httpok;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.superlance.httpok.CombinedResult.Rule;
import org.superlance.httpok.ProbeResult.Cause;
import org.superlance.listener.history.History;
import org.superlance.listener.history.HistoryEvent;
import org.superlance.listener.history.Quantity;
import org.superlance.listener.history.Sample;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.supervisor.ProcessInfo;
import org.superlance.listener.supervisor.ProcessState;
import org.superlance.listener.testkit.RecordedMetrics;

class PluginRecorderTest {

    private static final Namespec WEB = new Namespec("web", "w0");
    private static final ProbeResult SILENT = ProbeResult.bad(Cause.NO_ANSWER, "no answer", "killed");

    private final RecordedMetrics metrics = new RecordedMetrics();
    private final List<Sample> samples = new ArrayList<>();
    private final PluginRecorder recorder = new PluginRecorder(metrics, new History() {
        @Override
        public void record(HistoryEvent event) {}

        @Override
        public void record(Quantity quantity, Instant time, Collection<Sample> some) {
            assertThat(quantity).isEqualTo(Quantity.CHECK_VALUE);
            samples.clear();
            samples.addAll(some);
        }
    });

    @Test
    void metricsHaveAllValuesOfEachProgram() {
        record(
                reported("check_load", PluginStatus.WARNING, "load1=4.2;3;5 load5=-1.5;; 'a b'=12ms"),
                reported("check_procs", PluginStatus.OK, "load1=3"));

        assertThat(metrics.values())
                .containsOnly(
                        Map.entry("CHECK_STATUS web:w0 check_load", 1.0),
                        Map.entry("CHECK_STATUS web:w0 check_procs", 0.0),
                        Map.entry("CHECK_VALUE web:w0 check_load load1 ", 4.2),
                        Map.entry("CHECK_VALUE web:w0 check_load load5 ", -1.5),
                        Map.entry("CHECK_VALUE web:w0 check_load a b ms", 12.0),
                        Map.entry("CHECK_VALUE web:w0 check_procs load1 ", 3.0));

        record(SILENT);
        assertThat(metrics.values()).isEmpty();
    }

    @Test
    void theHistoryHasThousandthsOfWhatItCanKeep() {
        record(reported(
                "check_x",
                PluginStatus.OK,
                "a=4.2;3;5 b=-1 c=2e12 d=7ms;;10:20 e=0.0004 /=24355274752B;;257024904396 f=1%;;80."));

        assertThat(samples)
                .containsExactly(
                        new Sample(WEB, "check_x/a", 4_200, 5_000),
                        new Sample(WEB, "check_x/d in ms", 7_000, Sample.NO_LIMIT),
                        new Sample(WEB, "check_x/e", 0, Sample.NO_LIMIT),
                        new Sample(WEB, "check_x// in KiB", 23_784_448_000L, 251_000_883_199L),
                        new Sample(WEB, "check_x/f in %", 1_000, Sample.NO_LIMIT));
        record(SILENT);
        assertThat(samples).isEmpty();
    }

    @Test
    void theHistoryHasTheFirstTenValuesOfAPlugin() {
        String data = IntStream.range(0, 50).mapToObj(i -> "v" + i + "=" + i).collect(Collectors.joining(" "));

        record(reported("check_x", PluginStatus.OK, data));

        assertThat(samples).hasSize(PluginRecorder.MAX_KEPT);
    }

    private void record(ProbeResult... results) {
        CombinedResult combined = new CombinedResult(Rule.ALL, List.of(results));
        recorder.record(
                new ProbeStrategy.Results(
                        Map.of(new FixedProbe("x", () -> SILENT), results[0]), Optional.empty(), Map.of(WEB, combined)),
                List.of(new ProcessInfo(
                        WEB, ProcessState.RUNNING, 1, Instant.EPOCH, Instant.EPOCH, Instant.EPOCH, 0, "", "", "")),
                Instant.EPOCH);
    }

    private static ProbeResult reported(String check, PluginStatus status, String data) {
        PluginReport report =
                new PluginReport(check, status, PerformanceData.parse(data, 100).kept());
        return ProbeResult.good(Cause.PLUGIN, status.name(), "fine").withReport(report);
    }
}
