package org.superlance.listener.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.state.AtomicFile;
import org.superlance.listener.util.LogOnce;

/**
 * A file of metrics. It is replaced as a whole: a reader sees the old one or the new one. It is world-readable, because
 * the exporter seldom runs as our user. For one thread at a time.
 */
final class PrometheusFile {

    private static final Logger LOG = LoggerFactory.getLogger(PrometheusFile.class);
    private static final String WORLD_READABLE = "rw-r--r--";

    private final Path file;
    private final Path unfinished;
    private final LogOnce broken = new LogOnce();

    PrometheusFile(Path file) {
        this.file = file.toAbsolutePath();
        // the exporter reads *.prom only, and a file that a killed listener has left is replaced
        this.unfinished = this.file.resolveSibling("." + this.file.getFileName() + ".tmp");
    }

    /** Replaces the file. A failure is logged once, until the file can be written again. */
    void replace(String text) {
        try {
            write(text.getBytes(UTF_8));
            Files.move(unfinished, file, ATOMIC_MOVE);
            if (broken.clear()) {
                LOG.info("metrics file {} is written again", file);
            }
        } catch (IOException e) {
            if (broken.raise()) {
                LOG.error(
                        "metrics file {} cannot be written: {}; retrying without further messages",
                        file,
                        AtomicFile.reason(e));
            }
            discard();
        }
    }

    private void write(byte[] content) throws IOException {
        Files.deleteIfExists(unfinished);
        Files.write(unfinished, content, CREATE_NEW, WRITE);
        PosixFileAttributeView posix = Files.getFileAttributeView(unfinished, PosixFileAttributeView.class);
        if (posix != null) {
            // whatever our umask is
            posix.setPermissions(PosixFilePermissions.fromString(WORLD_READABLE));
        }
    }

    private void discard() {
        try {
            Files.deleteIfExists(unfinished);
        } catch (IOException e) {
            LOG.debug("cannot delete {}: {}", unfinished, e.getMessage());
        }
    }
}
