package org.superlance.procmon.log;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens log files.
 *
 * @param stdout the stream for {@code /dev/stdout}, also where that cannot be opened
 * @param stderr the stream for {@code /dev/stderr}
 * @param automaticDirectory the directory of automatic logs
 * @param identifier the server's name, a part of their names
 */
public record Logs(OutputStream stdout, OutputStream stderr, Path automaticDirectory, String identifier) {

    private static final Logger LOG = LoggerFactory.getLogger(Logs.class);
    private static final List<String> STDOUT = List.of("/dev/stdout", "/dev/fd/1", "/proc/self/fd/1");
    private static final List<String> STDERR = List.of("/dev/stderr", "/dev/fd/2", "/proc/self/fd/2");

    /**
     * Opens a file or a device for appending.
     *
     * @param maxBytes the size at which a file is rotated; 0 for never
     * @param backups the number of rotated files to keep
     */
    public Sink open(Path path, long maxBytes, int backups) throws IOException {
        if (isStdout(path)) {
            return stdoutSink();
        }
        if (STDERR.contains(path.toString())) {
            return new StreamSink(stderr);
        }
        boolean device = Files.exists(path) && !Files.isRegularFile(path);
        return new LogFile(path, device ? 0 : maxBytes, backups);
    }

    /** The stdout of this process. */
    public Sink stdoutSink() {
        return new StreamSink(stdout);
    }

    /** Whether it is a name of the stdout of this process. */
    public static boolean isStdout(Path path) {
        return STDOUT.contains(path.toString());
    }

    /**
     * Creates the file of an automatic log.
     *
     * @param stream {@code stdout} or {@code stderr}
     */
    public Path automatic(String process, String stream) throws IOException {
        return Files.createTempFile(automaticDirectory, process + "-" + stream + "---" + identifier + "-", ".log");
    }

    /** Removes the automatic logs that an earlier server with this identifier has left, rotated ones too. */
    public void cleanUp() {
        Pattern automatic = Pattern.compile(".+---" + Pattern.quote(identifier) + "-\\S+\\.log(\\.\\d{1,4})?");
        try (Stream<Path> files = Files.list(automaticDirectory)) {
            files.filter(file ->
                            automatic.matcher(file.getFileName().toString()).matches())
                    .forEach(Logs::remove);
        } catch (IOException e) {
            LOG.warn("cannot list old logs in {}: {}", automaticDirectory, e.getMessage());
        }
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("cannot remove old log {}: {}", file, e.getMessage());
        }
    }

    /** Shared with others, so that it is never closed. */
    private record StreamSink(OutputStream out) implements Sink {

        @Override
        public void write(byte[] bytes, int offset, int length) {
            try {
                synchronized (out) {
                    out.write(bytes, offset, length);
                    out.flush();
                }
            } catch (IOException e) {
                LOG.debug("cannot write to stdout or stderr: {}", e.getMessage());
            }
        }
    }
}
