package org.superlance.procmon.log;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.util.LogOnce;

/**
 * A file that is appended to. When it has become too large it is put aside as {@code x.log.1}, what was there before as
 * {@code x.log.2}, and so on.
 */
final class LogFile implements Sink {

    private static final Logger LOG = LoggerFactory.getLogger(LogFile.class);

    private final Path path;
    private final long maxBytes;
    private final int backups;
    private OutputStream out;
    private long size;
    private final LogOnce failing = new LogOnce();

    /** @param maxBytes 0 for as large as it gets */
    LogFile(Path path, long maxBytes, int backups) throws IOException {
        this.path = path;
        this.maxBytes = maxBytes;
        this.backups = backups;
        this.out = append(path);
        this.size = sizeOf(path);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
        try {
            out.write(bytes, offset, length);
            size += length;
            if (maxBytes > 0 && size >= maxBytes) {
                putAside();
            }
            failing.clear();
        } catch (IOException e) {
            if (failing.raise()) {
                LOG.error("Cannot write {} ({}); what belongs there is lost until it can", path, e.getMessage());
            }
        }
    }

    @Override
    public synchronized void clear() throws IOException {
        out.close();
        Files.deleteIfExists(path);
        out = append(path);
        size = 0;
    }

    @Override
    public synchronized void reopen() throws IOException {
        out.close();
        out = append(path);
        size = sizeOf(path);
    }

    @Override
    public synchronized void close() {
        try {
            out.close();
        } catch (IOException e) {
            LOG.debug("{} did not close cleanly: {}", path, e.getMessage());
        }
    }

    private void putAside() throws IOException {
        out.close();
        for (int i = backups - 1; i > 0; i--) {
            move(aside(i), aside(i + 1));
        }
        if (backups > 0) {
            move(path, aside(1));
        }
        out = new FileOutputStream(path.toFile());
        size = 0;
    }

    private Path aside(int number) {
        return path.resolveSibling(path.getFileName() + "." + number);
    }

    /** Somebody may have removed any of them. */
    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        } catch (NoSuchFileException e) {
            LOG.debug("There is no {} to be put aside", from);
        }
    }

    private static OutputStream append(Path path) throws IOException {
        return new FileOutputStream(path.toFile(), true);
    }

    private static long sizeOf(Path path) throws IOException {
        return Files.isRegularFile(path) ? Files.size(path) : 0;
    }
}
