package org.superlance.listener.process;

import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/**
 * A pipe for the output of a command, which can be closed while another thread waits for output. That of {@link Process}
 * cannot: as long as a grandchild keeps it open, a thread that reads it stays, and with it the JVM's thread that waits for
 * the end of the command.
 */
final class OutputPipe implements AutoCloseable {

    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    /** Two that were opened at the same time could not be told apart. */
    private static final Object OPENING = new Object();

    private static final int ATTEMPTS = 3;

    private final Pipe pipe;
    private final File file;

    private OutputPipe(Pipe pipe, File file) {
        this.pipe = pipe;
        this.file = file;
    }

    /** Opens one; empty where there is no {@code /proc} that shows it. */
    static Optional<OutputPipe> open() throws IOException {
        synchronized (OPENING) {
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                Map<Path, Path> before = descriptors();
                Pipe pipe = Pipe.open();
                Optional<File> file = find(newSince(before));
                if (file.isPresent()) {
                    return Optional.of(new OutputPipe(pipe, file.get()));
                }
                close(pipe);
            }
        }
        LoggerFactory.getLogger(OutputPipe.class).debug("{} does not show a pipe of this process", DESCRIPTORS);
        return Optional.empty();
    }

    /** What a command can be started with as its output. */
    File file() {
        return file;
    }

    /** Leaves the writing to the command: from now on the output ends when all that have it have closed it. */
    void started() throws IOException {
        pipe.sink().close();
    }

    /** Reads; closing it ends a read of another thread. */
    InputStream stream() {
        return Channels.newInputStream(pipe.source());
    }

    @Override
    public void close() throws IOException {
        close(pipe);
    }

    private static void close(Pipe pipe) throws IOException {
        try {
            pipe.sink().close();
        } finally {
            pipe.source().close();
        }
    }

    private static Map<Path, Path> newSince(Map<Path, Path> before) {
        Map<Path, Path> found = descriptors();
        found.entrySet().removeIf(entry -> entry.getValue().equals(before.get(entry.getKey())));
        return found;
    }

    /** The one pipe of which both ends are new; another thread may have opened something else meanwhile. */
    private static Optional<File> find(Map<Path, Path> opened) {
        Map<Path, List<Path>> byTarget = new HashMap<>();
        opened.forEach((descriptor, target) ->
                byTarget.computeIfAbsent(target, none -> new ArrayList<>()).add(descriptor));
        List<File> found = byTarget.entrySet().stream()
                .filter(entry -> entry.getKey().toString().startsWith("pipe:["))
                .filter(entry -> entry.getValue().size() == 2)
                .map(entry -> entry.getValue().get(0).toFile())
                .toList();
        return found.size() == 1 && isWritable(found.get(0)) ? Optional.of(found.get(0)) : Optional.empty();
    }

    private static boolean isWritable(File file) {
        try {
            new FileOutputStream(file).close();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** What is open, with what it is; nothing if that cannot be seen. */
    private static Map<Path, Path> descriptors() {
        Map<Path, Path> found = new HashMap<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(DESCRIPTORS)) {
            for (Path descriptor : all) {
                target(descriptor).ifPresent(target -> found.put(descriptor, target));
            }
        } catch (IOException | DirectoryIteratorException e) {
            found.clear();
        }
        return found;
    }

    private static Optional<Path> target(Path descriptor) {
        try {
            return Optional.of(Files.readSymbolicLink(descriptor));
        } catch (IOException e) {
            // closed meanwhile
            return Optional.empty();
        }
    }
}
