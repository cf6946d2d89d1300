package org.superlance.listener.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.superlance.listener.http.Endpoint;
import org.superlance.listener.http.HttpClient;
import org.superlance.listener.http.HttpClient.HttpLimits;
import org.superlance.listener.http.HttpRequest;
import org.superlance.listener.http.HttpResponse;

/** Debian's prometheus-alertmanager, on a port of its own. */
public final class RealAlertmanager implements AutoCloseable {

    private static final HttpLimits LIMITS = new HttpLimits(Await.LIMIT, Await.LIMIT, 1 << 20);

    private final ReservedPort port = new ReservedPort();
    private final Path log;
    private final MarkedProcesses everything = new MarkedProcesses();
    private final Process process;

    /** One that tells nobody. */
    public RealAlertmanager(Path directory) throws IOException {
        this(directory, "route: {receiver: nobody}\nreceivers: [{name: nobody}]\n");
    }

    /** @param content of its configuration */
    public RealAlertmanager(Path directory, String content) throws IOException {
        log = directory.resolve("alertmanager.log");
        Path configuration = Files.writeString(directory.resolve("alertmanager.yml"), content);
        ProcessBuilder builder = new ProcessBuilder(
                        "prometheus-alertmanager",
                        "--config.file=" + configuration,
                        "--storage.path=" + directory.resolve("alertmanager"),
                        "--cluster.listen-address=",
                        "--web.listen-address=127.0.0.1:" + port.number())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        everything.mark(builder);
        process = builder.start();
        Await.until("Alertmanager's answer", () -> isReady() || !process.isAlive(), () -> GrowingTextFile.tail(log));
        if (!process.isAlive()) {
            throw new AssertionError("Alertmanager did not start\n" + GrowingTextFile.tail(log));
        }
    }

    public String url() {
        return "http://127.0.0.1:" + port.number();
    }

    /** What its API says of the alerts that it has, those that are over left out. */
    public String alerts() {
        return get("/api/v2/alerts?active=true");
    }

    private boolean isReady() {
        try {
            return get("/-/ready").contains("OK");
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
        process.destroyForcibly();
        everything.kill();
        port.close();
    }
}
