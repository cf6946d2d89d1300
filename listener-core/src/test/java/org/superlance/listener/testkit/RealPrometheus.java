package org.superlance.listener.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.superlance.listener.http.Endpoint;
import org.superlance.listener.http.HttpClient;
import org.superlance.listener.http.HttpClient.HttpLimits;
import org.superlance.listener.http.HttpRequest;
import org.superlance.listener.http.HttpResponse;

/** Debian's Prometheus, which scrapes Debian's node exporter every second; each on a port of its own. */
public final class RealPrometheus implements AutoCloseable {

    private static final HttpLimits LIMITS = new HttpLimits(Await.LIMIT, Await.LIMIT, 16 << 20);

    private final ReservedPort exporter = new ReservedPort();
    private final ReservedPort port = new ReservedPort();
    private final MarkedProcesses everything = new MarkedProcesses();
    private final Path directory;
    private final List<Process> processes = new ArrayList<>();

    /**
     * Starts both, and waits for the answer of Prometheus.
     *
     * @param directory of its own
     * @param textfiles the directory of the textfile collector
     * @param rules a file of alerting rules
     */
    public RealPrometheus(Path directory, Path textfiles, Path rules) throws IOException {
        this.directory = directory;
        Path configuration =
                Files.writeString(directory.resolve("prometheus.yml"), """
                global: {scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s}
                rule_files: ['%s']
                scrape_configs:
                  - job_name: node
                    static_configs: [{targets: ['127.0.0.1:%d']}]
                """.formatted(rules, exporter.number()));
        start(
                "prometheus-node-exporter",
                "--collector.disable-defaults",
                "--collector.textfile",
                "--collector.textfile.directory=" + textfiles,
                "--web.listen-address=127.0.0.1:" + exporter.number());
        start(
                "prometheus",
                "--config.file=" + configuration,
                "--storage.tsdb.path=" + directory.resolve("tsdb"),
                "--web.listen-address=127.0.0.1:" + port.number());
        Await.until("Prometheus' answer", this::isReady, () -> GrowingTextFile.allLogsIn(directory));
    }

    private void start(String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve(command[0] + ".log").toFile());
        everything.mark(builder);
        processes.add(builder.start());
    }

    /** Its answer about all alerts that are pending or firing. */
    public String alerts() {
        return get("/api/v1/alerts");
    }

    /** Its answer about the value of an expression now. */
    public String query(String expression) {
        return get("/api/v1/query?query=" + URLEncoder.encode(expression, UTF_8));
    }

    private boolean isReady() {
        try {
            return get("/-/ready").contains("Ready");
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    private String get(String target) {
        try (HttpClient client = new HttpClient(Endpoint.Tcp.plain("127.0.0.1", port.number()));
                HttpResponse response = client.send(HttpRequest.of("GET", target), LIMITS)) {
            return new String(response.body().readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        processes.forEach(Process::destroyForcibly);
        everything.kill();
        exporter.close();
        port.close();
    }
}
