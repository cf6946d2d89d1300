package org.superlance.listener.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Debian's prometheus-alertmanager, on a port of its own. */
public final class RealAlertmanager implements AutoCloseable {

    private final ReservedPort port = new ReservedPort();
    private final LocalHttp http = new LocalHttp(port, 1 << 20);
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
        return http.get("/api/v2/alerts?active=true");
    }

    private boolean isReady() {
        try {
            return http.get("/-/ready").contains("OK");
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        everything.kill();
        port.close();
    }
}
