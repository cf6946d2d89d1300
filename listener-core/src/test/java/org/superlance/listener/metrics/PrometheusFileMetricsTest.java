package org.superlance.listener.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.superlance.listener.supervisor.Namespec;
import org.superlance.listener.testkit.Await;
import org.superlance.listener.testkit.Exposition;

class PrometheusFileMetricsTest {

    private static final Namespec WEB = new Namespec("web", "w0");
    private static final Namespec DB = new Namespec("db", "db");
    private static final String LISTENER = "command=\"memmon\",listener=\"mem:mem\"";

    @TempDir
    Path directory;

    private Path file;
    private Metrics metrics;

    @BeforeEach
    void open() {
        file = directory.resolve("memmon.prom");
        metrics = open(file);
    }

    @AfterEach
    void close() {
        metrics.close();
    }

    @Test
    void tellsWhatWasTakenDown() {
        metrics.set(Metric.START_TIME, 1_795_229_696.192);
        metrics.count(Metric.CHECKS, "done");
        metrics.add(Metric.CHECKS, 2, "done");
        metrics.count(Metric.CHECKS, "failed");
        metrics.setAll(Metric.MEMORY, Map.of(WEB, 4_294_967_296L));
        metrics.registerGauge(Metric.ALERTS_WAITING, () -> 3, "webhook");
        metrics.registerGauge(Metric.ALERTS_WAITING, () -> 4, "webhook");

        assertThat(told().samples())
                .containsOnly(
                        Map.entry("superlance_start_time_seconds{" + LISTENER + "}", 1_795_229_696.192),
                        Map.entry("superlance_checks_total{" + LISTENER + ",result=\"done\"}", 3.0),
                        Map.entry("superlance_checks_total{" + LISTENER + ",result=\"failed\"}", 1.0),
                        Map.entry("superlance_memory_bytes{" + LISTENER + ",program=\"web:w0\"}", 4_294_967_296.0),
                        Map.entry(
                                "superlance_alerts_waiting{" + LISTENER.replace(",", ",destination=\"webhook\",") + "}",
                                7.0));
    }

    @Test
    void namesMayHoldAnything() {
        Namespec odd = new Namespec("a \"b\"", "c\\n\n{\u00e9},\ud83d\udca9");

        metrics.setAll(Metric.MEMORY, Map.of(odd, 1));

        assertThat(told().samples())
                .containsOnlyKeys("superlance_memory_bytes{" + LISTENER + ",program=\"" + odd + "\"}");
    }

    @Test
    void forgetsProgramsThatAreGoneAndKeepsWhatIsAboutNone() {
        metrics.count(Metric.RESTARTS, WEB.toString(), "memory", "restarted");
        metrics.count(Metric.RESTARTS, DB.toString(), "memory", "restarted");
        metrics.set(Metric.HTTP_OK, 1, "");
        metrics.count(Metric.CHECKS, "done");

        metrics.retainOnly(List.of(DB));

        assertThat(told().samples().keySet())
                .hasSize(3)
                .anyMatch(series -> series.contains("db:db"))
                .noneMatch(series -> series.contains("web:w0"));
    }

    @Test
    void aGaugeOfAllProgramsHasOnlyThoseOfTheLastCheck() {
        metrics.setAll(Metric.MEMORY, Map.of(WEB, 1, DB, 2));
        metrics.setAll(Metric.MEMORY, Map.of(DB, 3));

        assertThat(told().samples().values()).containsExactly(3.0);
    }

    @Test
    void refusesLabelsThatTheMetricDoesNotHave() {
        assertThatThrownBy(() -> metrics.count(Metric.CHECKS)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theExporterMayReadTheFileAndFindsNoOther() throws IOException {
        metrics.count(Metric.EVENTS_LOST);
        told();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r--r--");
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void tellsSoonAfterAChange() {
        metrics.count(Metric.EVENTS_LOST);

        Await.until("the metrics", () -> Files.exists(file));
    }

    @Test
    void goesOnWhereADirectoryIsMissingAndWritesWhenItIsThere() throws IOException {
        Path later = directory.resolve("later");
        Metrics patient = open(later.resolve("x.prom"));
        patient.count(Metric.EVENTS_LOST);

        Files.createDirectory(later);
        patient.count(Metric.EVENTS_LOST);
        patient.close();

        assertThat(later.resolve("x.prom")).content().contains("superlance_events_lost_total", "} 2");
    }

    @Test
    void ofSeveralAgesTheOldestCounts() {
        metrics.registerGauge(Metric.OLDEST_WAITING_ALERT, () -> 3, "webhook");
        metrics.registerGauge(Metric.OLDEST_WAITING_ALERT, () -> 4, "webhook");

        assertThat(told().samples().values()).containsExactly(4.0);
    }

    @Test
    void seriesThatAreNotThereAnyMoreEnd() {
        Map<List<String>, Integer> alerting =
                new HashMap<>(Map.of(List.of("web:w0", "fatal"), 1, List.of("", "check_failed"), 1));
        metrics.registerSeries(Metric.ALERTING, () -> alerting);
        Await.until("the metrics", () -> Files.exists(file));

        alerting.remove(List.of("web:w0", "fatal"));

        assertThat(told().samples().keySet())
                .containsExactly("superlance_alerting{command=\"memmon\",event=\"check_failed\",listener=\"mem:mem\"}");
    }

    @Test
    void theFileStaysAtTheEndUnlessItIsToBeRemoved() {
        metrics.count(Metric.EVENTS_LOST);
        metrics.close();
        assertThat(file).exists();

        Metrics removed = open(file, true);
        removed.count(Metric.EVENTS_LOST);
        removed.close();
        assertThat(file).doesNotExist();

        Metrics nothingThere = open(file, true);
        nothingThere.close();
        assertThat(file).doesNotExist();
    }

    @Test
    void thereIsAnEndToWhatItTakesDown() {
        MetricsRegistry metricsRegistry = new MetricsRegistry(2);

        for (int i = 0; i < 5; i++) {
            metricsRegistry.add(Metric.EVENTS, 1, List.of("EVENT_" + i));
        }

        assertThat(metricsRegistry.values().get(Metric.EVENTS)).hasSize(2);
        assertThat(metricsRegistry.values().get(Metric.SAMPLES_OMITTED)).containsValue(3.0);
    }

    private static Metrics open(Path file) {
        return open(file, false);
    }

    private static Metrics open(Path file, boolean removedAtEnd) {
        return new PrometheusFileMetrics(
                file, removedAtEnd, "memmon", new Namespec("mem", "mem"), Executors.newSingleThreadScheduledExecutor());
    }

    private Exposition told() {
        metrics.close();
        try {
            return Exposition.parse(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
