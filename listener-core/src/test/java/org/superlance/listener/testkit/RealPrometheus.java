package org.superlance.listener.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Debian's Prometheus, which scrapes Debian's node exporter every second; each on a port of its own. */
public final class RealPrometheus implements AutoCloseable {

    private final ReservedPort exporter = new ReservedPort();
    private final ReservedPort port = new ReservedPort();
    private final LocalHttp http = new LocalHttp(port, 16 << 20);
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
        return http.get("/api/v1/alerts");
    }

    /** Its answer about the value of an expression now. */
    public String query(String expression) {
        return http.get("/api/v1/query?query=" + URLEncoder.encode(expression, UTF_8));
    }

    private boolean isReady() {
        try {
            return http.get("/-/ready").contains("Ready");
        } catch (UncheckedIOException e) {
            return false;
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
