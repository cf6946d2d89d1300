package org.superlance.superlance;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.superlance.listener.testkit.Await;

/** A command that runs, with the test at both ends of the event protocol. */
final class Started implements AutoCloseable {

    private final Process process;
    private final Path log;

    /** @param log a file of its own, for its stderr */
    Started(ProcessBuilder builder, Path log) throws IOException {
        this.log = log;
        this.process = builder.redirectError(log.toFile()).start();
    }

    /** One event, as supervisord writes it. */
    void send(String name, String payload) throws IOException {
        String header = "ver:3.0 server:supervisor serial:1 pool:x poolserial:1 eventname:" + name + " len:"
                + payload.length() + "\n";
        OutputStream stdin = process.getOutputStream();
        stdin.write((header + payload).getBytes(UTF_8));
        stdin.flush();
    }

    /** supervisord is gone. */
    void end() throws IOException {
        process.getOutputStream().close();
    }

    /** SIGTERM; its stdout can still be read. */
    void terminate() {
        process.toHandle().destroy();
    }

    /** So many bytes of its stdout, or all if it ends before. */
    String read(int length) throws IOException {
        return new String(process.getInputStream().readNBytes(length), UTF_8);
    }

    /** The rest of its stdout. */
    String rest() throws IOException {
        InputStream stdout = process.getInputStream();
        return new String(stdout.readAllBytes(), UTF_8);
    }

    int status() throws InterruptedException {
        return process.waitFor();
    }

    /** Waits for a piece of its log. */
    void awaitErr(String part) {
        Await.until("'" + part + "'", () -> err().contains(part) || !process.isAlive(), this::err);
        if (!err().contains(part)) {
            throw new AssertionError("it has ended without saying '" + part + "'\n" + err());
        }
    }

    /** Its stderr until now. */
    String err() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
