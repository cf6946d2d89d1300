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
 * Opens logs.
 *
 * @param stdout what {@code /dev/stdout} is, also where that cannot be opened
 * @param stderr what {@code /dev/stderr} is
 * @param automaticDirectory for logs that need a name of their own
 * @param identifier the server's name, in theirs
 */
public record Logs(OutputStream stdout, OutputStream stderr, Path automaticDirectory, String identifier) {

    private static final Logger LOG = LoggerFactory.getLogger(Logs.class);
    private static final List<String> STDOUT = List.of("/dev/stdout", "/dev/fd/1", "/proc/self/fd/1");
    private static final List<String> STDERR = List.of("/dev/stderr", "/dev/fd/2", "/proc/self/fd/2");

    /**
     * Opens a file, or a device, for what is appended.
     *
     * @param maxBytes a file that has become so large is put aside; 0 for never
     * @param backups how many that were put aside are kept
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

    /** Our stdout. */
    public Sink stdoutSink() {
        return new StreamSink(stdout);
    }

    /** Whether it is another name of our stdout. */
    public static boolean isStdout(Path path) {
        return STDOUT.contains(path.toString());
    }

    /**
     * Makes a file with a name of its own.
     *
     * @param stream {@code stdout} or {@code stderr}
     */
    public Path automatic(String process, String stream) throws IOException {
        return Files.createTempFile(automaticDirectory, process + "-" + stream + "---" + identifier + "-", ".log");
    }

    /** Removes the automatic logs that a server of this name has left, those that were put aside too. */
    public void cleanUp() {
        Pattern ours = Pattern.compile(".+---" + Pattern.quote(identifier) + "-\\S+\\.log(\\.\\d{1,4})?");
        try (Stream<Path> files = Files.list(automaticDirectory)) {
            files.filter(file -> ours.matcher(file.getFileName().toString()).matches())
                    .forEach(Logs::remove);
        } catch (IOException e) {
            LOG.warn("Cannot look for old logs in {} ({}); they stay", automaticDirectory, e.getMessage());
        }
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("Cannot remove the old log {} ({}); it stays", file, e.getMessage());
        }
    }
}
