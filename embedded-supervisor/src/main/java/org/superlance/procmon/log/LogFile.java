package org.superlance.procmon.log;

import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.superlance.listener.util.LogOnce;

/**
 * A log file. When it has become too large it is rotated: {@code x.log} becomes {@code x.log.1}, that becomes
 * {@code x.log.2}, and so on. What is no file, such as {@code /dev/null} or a pipe, is written to and otherwise left alone:
 * root could remove or replace it.
 */
final class LogFile implements Sink {

    private static final Logger LOG = LoggerFactory.getLogger(LogFile.class);

    private final Path path;
    private final long maxBytes;
    private final int backups;
    private OutputStream out;
    private long size;
    private final LogOnce failing = new LogOnce();

    /** @param maxBytes the size at which it is rotated; 0 for never */
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
            if (maxBytes > 0 && size >= maxBytes && Files.isRegularFile(path)) {
                rotate();
            }
            failing.clear();
        } catch (IOException e) {
            if (failing.raise()) {
                LOG.error("cannot write {}: {}; output is lost until it can be written", path, e.getMessage());
            }
        }
    }

    @Override
    public synchronized void clear() throws IOException {
        if (!Files.exists(path) || Files.isRegularFile(path)) {
            out.close();
            Files.deleteIfExists(path);
            out = append(path);
            size = 0;
        }
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
            LOG.debug("cannot close {}: {}", path, e.getMessage());
        }
    }

    private void rotate() throws IOException {
        out.close();
        for (int i = backups - 1; i > 0; i--) {
            move(rotated(i), rotated(i + 1));
        }
        if (backups > 0) {
            move(path, rotated(1));
        }
        out = new FileOutputStream(path.toFile());
        size = 0;
    }

    private Path rotated(int number) {
        return path.resolveSibling(path.getFileName() + "." + number);
    }

    /** Any of the files may have been removed by others. */
    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        } catch (NoSuchFileException e) {
            LOG.debug("cannot rotate {}: no such file", from);
        }
    }

    /** A named pipe holds up whoever opens it to write, until somebody reads; not whoever opens it to read and write. */
    private static OutputStream append(Path path) throws IOException {
        if (Files.exists(path)
                && Files.readAttributes(path, BasicFileAttributes.class).isOther()) {
            try {
                return new FileOutputStream(new RandomAccessFile(path.toFile(), "rw").getFD());
            } catch (FileNotFoundException e) {
                LOG.debug("{} can only be written: {}", path, e.getMessage());
            }
        }
        return new FileOutputStream(path.toFile(), true);
    }

    private static long sizeOf(Path path) throws IOException {
        return Files.isRegularFile(path) ? Files.size(path) : 0;
    }
}
