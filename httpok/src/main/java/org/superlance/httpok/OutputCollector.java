package org.superlance.httpok;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads all that a command says, so that it never waits for a reader, and keeps the beginning. */
final class OutputCollector {

    private static final Logger LOG = LoggerFactory.getLogger(OutputCollector.class);
    private static final int MAX_SIZE = 8 << 10;
    private static final long READ_GRACE_MILLIS = 10_000;

    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private final Thread reader;

    private OutputCollector(InputStream stream) {
        this.reader = new Thread(() -> read(stream), "gcore-output");
        reader.setDaemon(true);
    }

    static OutputCollector of(InputStream stream) {
        OutputCollector output = new OutputCollector(stream);
        output.reader.start();
        return output;
    }

    /** What has come until the command has ended; a grandchild that keeps the stream open is not waited for. */
    String text() throws InterruptedException {
        reader.join(READ_GRACE_MILLIS);
        synchronized (kept) {
            String text = kept.toString(StandardCharsets.UTF_8);
            return text.isEmpty() || text.endsWith("\n") ? text : text + "\n";
        }
    }

    private void read(InputStream stream) {
        byte[] piece = new byte[1 << 10];
        try (stream) {
            for (int length = stream.read(piece); length >= 0; length = stream.read(piece)) {
                synchronized (kept) {
                    kept.write(piece, 0, Math.min(length, MAX_SIZE - kept.size()));
                }
            }
        } catch (IOException e) {
            LOG.debug("the output of the gcore command ended early: {}", e.getMessage());
        }
    }
}
