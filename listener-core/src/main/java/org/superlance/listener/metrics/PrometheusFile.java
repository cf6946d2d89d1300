package org.superlance.listener.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.state.AtomicFile;
import org.superlance.listener.state.GuardedDirectory;
import org.superlance.listener.state.TrustedPath;
import org.superlance.listener.util.LogOnce;

/**
 * A file of metrics. It is replaced as a whole: a reader sees the old one or the new one. It is world-readable, because
 * the exporter seldom runs as our user. For one thread at a time.
 */
final class PrometheusFile {

    private static final Logger LOG = LoggerFactory.getLogger(PrometheusFile.class);
    private static final Set<PosixFilePermission> WORLD_READABLE = PosixFilePermissions.fromString("rw-r--r--");

    private final Path file;
    private final Path name;
    private final Path unfinished;
    private final TrustedPath paths;
    private final LogOnce broken = new LogOnce();

    PrometheusFile(Path file) {
        this(file, new TrustedPath());
    }

    PrometheusFile(Path file, TrustedPath paths) {
        this.file = file.toAbsolutePath();
        this.name = requireNonNull(this.file.getFileName());
        // the exporter reads *.prom only, and a file that a killed listener has left is replaced
        this.unfinished = Path.of("." + name + ".tmp");
        this.paths = paths;
    }

    /** Replaces the file. A failure is logged once, until the file can be written again. */
    void replace(String text) {
        try (GuardedDirectory directory = paths.open(requireNonNull(file.getParent()))) {
            try {
                write(directory, text.getBytes(UTF_8));
                directory.move(unfinished, directory, name);
            } catch (IOException e) {
                discard(directory);
                throw e;
            }
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
        }
    }

    /** Deletes the file, if it is there. A failure is logged. */
    void delete() {
        try (GuardedDirectory directory = paths.open(requireNonNull(file.getParent()))) {
            directory.delete(name);
        } catch (NoSuchFileException e) {
            LOG.debug("metrics file {} is not there", file);
        } catch (IOException e) {
            LOG.error("metrics file {} cannot be deleted: {}; delete it by hand", file, AtomicFile.reason(e));
        }
    }

    private void write(GuardedDirectory directory, byte[] content) throws IOException {
        discard(directory);
        boolean posix = Files.getFileStore(directory.path()).supportsFileAttributeView(PosixFileAttributeView.class);
        FileAttribute<?>[] mode = posix
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(WORLD_READABLE)}
                : new FileAttribute<?>[0];
        try (SeekableByteChannel channel = directory.open(unfinished, Set.of(CREATE_NEW, WRITE), mode)) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
        Path written = directory.path().resolve(unfinished);
        // if our umask is narrow; where others can put a link in its place, it would be the target that everybody may
        // read
        if (posix && paths.resolve(written).isTrusted()) {
            Files.setPosixFilePermissions(written, WORLD_READABLE);
        }
    }

    private void discard(GuardedDirectory directory) {
        try {
            directory.delete(unfinished);
        } catch (NoSuchFileException e) {
            LOG.trace("nothing was left of {}", file);
        } catch (IOException e) {
            LOG.debug("cannot delete {}: {}", unfinished, e.getMessage());
        }
    }
}
